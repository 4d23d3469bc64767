// The first part of an answer: status line and headers, read within limits, and what they say about the body.

export interface ResponseHead {
  readonly status: number;
  /** By their names in lower case; of several with one name, the values with `, ` between them. */
  readonly headers: Readonly<Record<string, string>>;
}

/** How the body is found: chunks; or so many bytes, Infinity for everything until the connection ends. */
export type BodyForm = { readonly form: 'chunked' } | { readonly form: 'plain'; readonly length: number };

export const LONGEST_HEAD = 32 * 1024;

const BEGINNING = 'HTTP/1.';
const END = Buffer.from('\r\n\r\n');
const STATUS_LINE = /^HTTP\/1\.[01] (?<status>[1-9]\d\d)(?: |$)/;
const HEADER = /^(?<name>[!#$%&'*+.^_`|~\w-]+):[ \t]*(?<value>[^\0\r\n]*?)[ \t]*$/;

export type HeadProgress =
  | { readonly state: 'more' }
  | { readonly state: 'malformed'; readonly reason: string }
  /** `at` is where the head ends in the bytes that were pushed last. */
  | { readonly state: 'complete'; readonly head: ResponseHead; readonly at: number };

const MORE: HeadProgress = { state: 'more' };

/** Collects a head that may arrive cut anywhere. For each head a new one. */
export class HeadReader {
  #bytes: Buffer = Buffer.alloc(0);

  push(bytes: Uint8Array, from: number, end: number): HeadProgress {
    const before = this.#bytes.length;
    // One byte more than allowed is enough to know that it is too long.
    const taken = Math.min(end, from + LONGEST_HEAD + 1 - before);
    this.#bytes = Buffer.concat([this.#bytes, bytes.subarray(from, taken)]);
    if (!looksLikeHttp(this.#bytes)) return { state: 'malformed', reason: 'it is no HTTP' };
    const found = this.#bytes.indexOf(END, Math.max(0, before - END.length + 1));
    if (found < 0) {
      const tooLong = this.#bytes.length > LONGEST_HEAD;
      return tooLong ? { state: 'malformed', reason: `its headers are longer than ${LONGEST_HEAD} bytes` } : MORE;
    }
    const parsed = parseHead(this.#bytes.toString('latin1', 0, found));
    if (typeof parsed === 'string') return { state: 'malformed', reason: parsed };
    return { state: 'complete', head: parsed, at: from + found + END.length - before };
  }

  /** What was collected until now: the beginning of an answer that proved to be none. */
  get beginning(): Uint8Array {
    return this.#bytes;
  }
}

function looksLikeHttp(bytes: Buffer): boolean {
  const length = Math.min(bytes.length, BEGINNING.length);
  return bytes.toString('latin1', 0, length) === BEGINNING.slice(0, length);
}

/** The head, or what is wrong with it. */
function parseHead(text: string): ResponseHead | string {
  const [first = '', ...lines] = text.split('\r\n');
  const status = STATUS_LINE.exec(first)?.groups?.status;
  if (status === undefined) return 'its status line cannot be read';
  // Without a prototype, so that a header called `constructor` is just absent or just there.
  const headers: Record<string, string> = Object.create(null);
  for (const line of lines) {
    const { name, value } = HEADER.exec(line)?.groups ?? {};
    if (name === undefined || value === undefined) return 'one of its headers cannot be read';
    const key = name.toLowerCase();
    const before = headers[key];
    headers[key] = before === undefined ? value : `${before}, ${value}`;
  }
  return { status: Number(status), headers };
}

/** The form of the body of an answer to GET, or what is wrong with it. */
export function bodyForm({ status, headers }: ResponseHead): BodyForm | string {
  if (status === 204 || status === 304) return { form: 'plain', length: 0 };
  const coding = headers['transfer-encoding'];
  if (coding !== undefined)
    return coding.toLowerCase() === 'chunked' ? { form: 'chunked' } : `its body has the coding "${coding}"`;
  const lengths = headers['content-length']?.split(', ');
  if (lengths === undefined) return { form: 'plain', length: Infinity };
  const [length = ''] = lengths;
  const sound = /^\d{1,15}$/.test(length) && lengths.every((other) => other === length);
  return sound ? { form: 'plain', length: Number(length) } : 'its Content-Length is no number';
}
