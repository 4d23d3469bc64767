// Which file is looked into, and how its lines stand in it.
import type { LineFormat } from '../formats/line-format.ts';
import type { Dialect } from '../stamps/dialects.ts';

export interface FileTerms {
  readonly path: string;
  /** A new one each time: some keep what of a line has come. */
  readonly format: () => LineFormat;
  /** In which its times are written, where that is known already. */
  readonly dialect: Dialect | undefined;
}
