// What the inputs of a scan have in common.
import type { Readable } from 'node:stream';

/** An open input. `read` gives the number of bytes that it wrote, 0 at the end, at once when nothing has to be waited for; it is called again only after that. */
export interface ScanInput {
  /** How much of it has been read, from 0 to 1, as far as that is known. */
  readonly share: number | undefined;
  /** Text from here and there in it, for the matcher to plan by; empty when it cannot be known before it is read. */
  sample(): readonly Uint8Array[];
  read(into: Uint8Array): number | Promise<number>;
  close(): void;
}

export interface InputOptions {
  readonly stdin: () => Readable;
  /** A file that hits are written to must not be read: it would grow for ever. */
  readonly printsHits: boolean;
}
