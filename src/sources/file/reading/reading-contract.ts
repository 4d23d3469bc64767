// What a reader of a file is made of, and what it shows of itself.
import type { Clock } from '../../../core/clock.ts';
import type { Joining } from '../../../core/joining/joining.ts';
import type { GapReason } from '../../../core/lines/reading.ts';
import type { LineFormat } from '../formats/line-format.ts';
import type { Cursor } from '../generation/cursor.ts';
import type { FoundEnd } from '../generation/file-position.ts';
import type { Sharing } from '../generation/sharing.ts';
import type { Turnover } from '../generation/turnover.ts';
import type { FileBatch } from '../lines/file-batch.ts';
import type { Descriptors } from '../opened/descriptors.ts';
import type { OpenFile } from '../opened/open-file.ts';
import type { Drained } from './drain.ts';
import type { ReadRoom } from './read-room.ts';

/** What all files of a machine share, for they are read a piece at a time. */
export interface FileReadTools {
  readonly batch: FileBatch;
  readonly room: ReadRoom;
  readonly descriptors: Descriptors;
}

export interface FileReaderOptions extends FileReadTools {
  readonly path: string;
  /** Where one is begun of which nothing is known. */
  readonly startAt: 'beginning' | 'end';
  /** Where it ended when it was found, of one that is begun there. */
  readonly end?: FoundEnd | undefined;
  readonly format: LineFormat;
  /** How lines that belong together are joined; undefined where they are not. */
  readonly joining?: Joining | undefined;
  readonly clock: Clock;
  /** What is told of the files that the path leads to. */
  readonly turnover: Turnover;
  /** Undefined where no other path is watched. */
  readonly sharing?: Sharing | undefined;
}

/** What the generations of a file are read with. */
export interface GenerationTools {
  readonly path: string;
  readonly turnover: Turnover;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly descriptors: Descriptors;
  readonly sharing: Sharing;
  /** Hands over what is left of one that is open. */
  readonly drain: (cursor: Cursor, file: OpenFile, isLast: boolean) => Promise<Drained>;
  readonly lost: (reason: GapReason) => void;
}

/** How far it is, for the eye. */
export interface FileProgress {
  readonly dialect: string | undefined;
  /** Of the generation that is written to. */
  readonly size: number;
  readonly at: number;
}
