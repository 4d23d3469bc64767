// How far a file was read, as it is saved: of its present generation and of those before it, for a rotated file is still known by that.
import { parseJoined } from '../../../core/joining/joined-position.ts';
import type { PositionChange, SavedPosition } from '../../../core/lines/reading.ts';
import { DIALECTS, type Dialect } from '../stamps/dialects.ts';
import type { Cursor, SavedCursor } from './cursor.ts';
import type { Fingerprint } from './fingerprint.ts';

const VERSION = 1;

/** Where a file ended when it was found: what stood in it before is not to be read. */
export interface FoundEnd {
  readonly file: string;
  readonly size: number;
  /** Nobody wanted what came since. */
  readonly isUnwanted: boolean;
}

export interface FilePosition {
  /** The oldest first. */
  readonly cursors: readonly SavedCursor[];
  /** Of one that was not begun. */
  readonly end: FoundEnd | undefined;
  readonly dialect: Dialect | undefined;
  /** It was seen that its generations are destroyed and not renamed, now and then. */
  readonly destroys: boolean;
}

export interface PositionOf extends Omit<FilePosition, 'cursors' | 'end'> {
  readonly cursors: readonly Cursor[];
  readonly end?: FoundEnd | undefined;
}

const pair = ({ length, hash }: Fingerprint): readonly [number, string] => [length, hash];

export function positionText({ cursors, end, dialect, destroys }: PositionOf): string {
  const files = cursors
    .map((cursor) => cursor.saved())
    .map(({ file, cuts, number, at, isMidLine, changed, lingersAt, head, before }) => ({
      file,
      cuts,
      number,
      at,
      head: pair(head),
      before: pair(before),
      changed: String(changed),
      ...(isMidLine && { mid: true }),
      ...(lingersAt !== undefined && { lingers: lingersAt }),
    }));
  return JSON.stringify({
    v: VERSION,
    dialect,
    ...(destroys && { destroys }),
    ...(files.length === 0 && { end }),
    files,
  });
}

/** All of it is in the head: it is short, and replaced whole. */
export const positionChange = (head: string): PositionChange => ({
  head,
  appended: new Uint8Array(0),
  appendedFrom: 0,
  keepFrom: 0,
});

/** What is no position of a file is refused: to begin anew would hand over again what was handed over. */
export function parsePosition(saved: SavedPosition): FilePosition {
  const { head } = parseJoined(saved).position ?? saved;
  const { v, dialect, destroys, end, files } = JSON.parse(head);
  if (v !== VERSION || !Array.isArray(files)) throw new Error(`This is no position of a file: ${head.slice(0, 100)}`);
  return {
    cursors: files.map(cursorOf),
    end: end && { file: String(end.file), size: Number(end.size), isUnwanted: end.isUnwanted === true },
    dialect: DIALECTS.find((known) => known === dialect),
    destroys: destroys === true,
  };
}

function cursorOf(file: unknown): SavedCursor {
  const read = file as Readonly<Record<string, unknown>>;
  return {
    file: String(read.file),
    cuts: Number(read.cuts),
    number: typeof read.number === 'number' ? read.number : undefined,
    at: Number(read.at),
    head: printOf(read.head),
    before: printOf(read.before),
    changed: BigInt(String(read.changed ?? 0)),
    isMidLine: read.mid === true,
    lingersAt: typeof read.lingers === 'string' ? read.lingers : undefined,
  };
}

function printOf(pairOf: unknown): Fingerprint {
  const [length, hash] = Array.isArray(pairOf) ? pairOf : [0, ''];
  return { length: Number(length), hash: String(hash) };
}
