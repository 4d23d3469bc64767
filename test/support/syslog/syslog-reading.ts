// Reads messages of RFC 5424 as strictly as its grammar is; what does not fit is an error.

export interface SyslogMessage {
  readonly priority: number;
  /** Milliseconds since 1970; undefined for none. */
  readonly at: number | undefined;
  readonly hostname: string;
  readonly programName: string;
  readonly processId: string;
  readonly messageId: string;
  readonly sequence: number;
  readonly text: string;
}

const FIELD = '[\\x21-\\x7e]';
const TIME = '-|\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,6})?(?:Z|[+-]\\d\\d:\\d\\d)';
const MESSAGE = new RegExp(
  [
    `^<(?<priority>\\d{1,3})>1 (?<time>${TIME}) (?<hostname>${FIELD}{1,255}) (?<programName>${FIELD}{1,48})`,
    `(?<processId>${FIELD}{1,128}) (?<messageId>${FIELD}{1,32})`,
    '\\[meta sequenceId="(?<sequence>[1-9]\\d{0,9})"\\] (?<text>[^]*)$',
  ].join(' '),
  'u',
);

export function readSyslog(message: string): SyslogMessage {
  const groups = MESSAGE.exec(message)?.groups;
  if (!groups) throw new Error(`It is no message of RFC 5424: ${JSON.stringify(message.slice(0, 500))}`);
  const { priority, time = '-', hostname = '', programName = '', processId = '', messageId = '', sequence } = groups;
  return {
    priority: Number(priority),
    at: time === '-' ? undefined : Date.parse(time),
    ...{ hostname, programName, processId, messageId, sequence: Number(sequence), text: groups.text ?? '' },
  };
}

/** The messages of a stream that counts their bytes, and what is left of one that is not whole. */
export function readCounted(bytes: Buffer): { readonly messages: readonly string[]; readonly rest: Buffer } {
  const messages: string[] = [];
  let at = 0;
  for (;;) {
    const space = bytes.indexOf(' ', at);
    const digits = bytes.toString('latin1', at, space < 0 ? bytes.length : space);
    if (!/^(?:[1-9]\d{0,8})?$/.test(digits)) throw new Error(`It is no length of a message: ${digits.slice(0, 50)}`);
    const end = space + 1 + Number(digits);
    if (space < 0 || end > bytes.length) return { messages, rest: bytes.subarray(at) };
    messages.push(bytes.toString('utf8', space + 1, end));
    at = end;
  }
}
