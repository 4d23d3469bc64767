// A log line as a syslog message (RFC 5424): what a server sorts by stands in front, and the line itself is the text.
import { truncate, utf8Bytes } from '../../core/text/truncate.ts';
import type { LogLevel } from '../../telemetry/logger.ts';
import type { ReadLine } from '../log-line.ts';

/** Who says it, as it stands in each message. */
export interface SyslogSource {
  readonly hostname: string;
  readonly programName: string;
  readonly processId: number;
}

/** It fits the smallest packet that every way must carry (1,280 bytes with IPv6), so that no piece of it can be lost alone. */
export const MOST_DATAGRAM_BYTES = 1_232;

/** System daemons. */
const FACILITY = 3;
const SEVERITY: Readonly<Record<LogLevel, number>> = { critical: 2, error: 3, warning: 4, info: 6, debug: 7 };
/** After this a sequence begins again. */
const MOST_SEQUENCE = 2_147_483_647;
const LONGEST = { hostname: 255, programName: 48, processId: 128, messageId: 32 } as const;
const NIL = '-';

/** As a stream carries it: behind its length in bytes, so that it may hold anything, line feeds included (RFC 6587, RFC 5425). */
export function countedMessage(line: ReadLine, source: SyslogSource): Buffer {
  const message = Buffer.from(`${headOf(line, source)} ${line.text}`);
  return Buffer.concat([Buffer.from(`${message.length} `), message]);
}

/** As a datagram carries it: what is too long loses the end of its text. */
export function shortMessage(line: ReadLine, source: SyslogSource): Buffer {
  const head = `${headOf(line, source)} `;
  return Buffer.from(head + truncate(line.text, { most: MOST_DATAGRAM_BYTES - utf8Bytes(head), measure: utf8Bytes }));
}

function headOf(line: ReadLine, { hostname, programName, processId }: SyslogSource): string {
  const { at, level, event } = line;
  const fields = [
    `<${FACILITY * 8 + SEVERITY[level]}>1`,
    Number.isNaN(at) ? NIL : new Date(at).toISOString(),
    plain(hostname, LONGEST.hostname),
    plain(programName, LONGEST.programName),
    plain(String(processId), LONGEST.processId),
    plain(event, LONGEST.messageId),
    dataOf(line),
  ];
  return fields.join(' ');
}

/** What a field in front may hold: printable ASCII without a space. */
function plain(text: string, most: number): string {
  const cut = text.replaceAll(/[^\x21-\x7e]/gu, '_').slice(0, most);
  return cut === '' ? NIL : cut;
}

/**
 * By which a line is known that comes twice. It is of the data that RFC 5424 defines itself (7.3.1): names of our own would take a number of our own, and what
 * they would say stands in the text.
 */
const dataOf = ({ sequence }: ReadLine): string => `[meta sequenceId="${((sequence - 1) % MOST_SEQUENCE) + 1}"]`;
