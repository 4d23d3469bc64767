// How far one generation of a file was read: what its path led to until it was rotated away, cut or replaced.
import { NEWLINE } from '../../../core/text/line-end.ts';
import { BEFORE_BYTES, type Fingerprint, fingerprintOf, HEAD_BYTES } from './fingerprint.ts';

/** As it is saved. */
export interface SavedCursor {
  /** Device, inode, and when it was made. */
  readonly file: string;
  /** How often the same inode began anew before. */
  readonly cuts: number;
  /** Undefined before its first line was handed over. */
  readonly number: number | undefined;
  readonly at: number;
  readonly head: Fingerprint;
  readonly before: Fingerprint;
  /** When the file was changed last as far as that was seen, nanoseconds since 1970. */
  readonly changed: bigint;
  /** `at` is in the middle of a line whose rest is passed over. */
  readonly isMidLine: boolean;
  /** Under which name it stands that was rotated away, while a program may still write to it; undefined otherwise. */
  readonly lingersAt?: string | undefined;
}

export interface Begun extends Pick<SavedCursor, 'file' | 'cuts' | 'changed'> {
  readonly first: Buffer;
}

const NOTHING = Buffer.alloc(0);
const NO_PRINT: Fingerprint = fingerprintOf(NOTHING);

/** It moves with each piece that is handed over. */
export class Cursor {
  file: string;
  cuts: number;
  number: number | undefined;
  at: number;
  isMidLine: boolean;
  changed: bigint;
  lingersAt: string | undefined;
  /** The bytes just before `at`, and the first ones; what is saved of them until the file was looked at. */
  before: Buffer = NOTHING;
  head: Buffer = NOTHING;
  /** Something else stands in its file now. */
  isCut = false;
  /** Between `at` and here no line ends. */
  unendedTo = 0;
  /** The largest size that it was seen to have. */
  size = 0;
  /** Its bytes were looked at, and are those that were read. */
  isProven: boolean;
  readonly #saved: Pick<SavedCursor, 'head' | 'before'>;

  constructor(saved: SavedCursor) {
    this.file = saved.file;
    this.cuts = saved.cuts;
    this.number = saved.number;
    this.at = saved.at;
    this.isMidLine = saved.isMidLine;
    this.changed = saved.changed;
    this.lingersAt = saved.lingersAt;
    this.isProven = saved.before.length === 0 && saved.head.length === 0;
    this.#saved = saved;
  }

  /** `first` is what stands at its beginning. */
  static begin({ file, cuts, first, changed }: Begun): Cursor {
    const nothing = { at: 0, head: NO_PRINT, before: NO_PRINT, isMidLine: false };
    const cursor = new Cursor({ file, cuts, number: undefined, changed, ...nothing });
    cursor.prove(first, NOTHING);
    return cursor;
  }

  get headPrint(): Fingerprint {
    return this.isProven ? fingerprintOf(this.head) : this.#saved.head;
  }

  get beforePrint(): Fingerprint {
    return this.isProven ? fingerprintOf(this.before) : this.#saved.before;
  }

  /** Nothing is known of what stands in it. */
  get isBlank(): boolean {
    return this.at === 0 && this.headPrint.length === 0;
  }

  /** What is saved was found in a file. */
  prove(head: Buffer, before: Buffer): void {
    [this.head, this.before, this.isProven] = [Buffer.from(head), Buffer.from(before), true];
  }

  /** bytes[from, end), which stand at the cursor, are read. */
  move(bytes: Buffer, from: number, end: number): void {
    if (end === from) return;
    const known = this.head.length - this.at;
    if (this.head.length < HEAD_BYTES && known >= 0 && known < end - from)
      this.head = Buffer.concat([this.head, bytes.subarray(from + known, Math.min(end, from + HEAD_BYTES - this.at))]);
    const passed = bytes.subarray(Math.max(from, end - BEFORE_BYTES), end);
    const kept = Math.max(0, BEFORE_BYTES - passed.length);
    this.before = Buffer.concat([this.before.subarray(Math.max(0, this.before.length - kept)), passed]);
    this.at += end - from;
    this.isMidLine = bytes[end - 1] !== NEWLINE;
    this.size = Math.max(this.size, this.at);
  }

  /** It begins to be read here and not at its beginning. */
  jump(at: number, head: Buffer, before: Buffer): void {
    this.at = at;
    this.prove(head, before);
    this.isMidLine = at > 0 && before.at(-1) !== NEWLINE;
    this.size = Math.max(this.size, at);
  }

  saved(): SavedCursor {
    const { file, cuts, number, at, isMidLine, changed, lingersAt } = this;
    return { file, cuts, number, at, isMidLine, changed, lingersAt, head: this.headPrint, before: this.beforePrint };
  }
}
