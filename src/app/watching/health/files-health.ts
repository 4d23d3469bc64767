// Whether the files of this machine that should be watched are.
import type { WatchingVerdict } from '../../../core/lines/watching-verdict.ts';
import type { FileStatus } from '../../../sources/file/file-status.ts';
import { blindness, type Finding, findingsOfTails, findingsToldOf, type TailFindings } from './findings.ts';

/** How the files are watched, as far as this instance knows by itself. */
export interface FilesByThemselves {
  /** The machine's. */
  readonly name: string;
  readonly isOurs: boolean;
  readonly status: FileStatus;
  readonly figures: TailFindings;
}

export interface FilesSeen extends FilesByThemselves {
  /** For how long nobody has watched them or tried to, this instance or another; undefined while somebody does. */
  readonly unwatchedMs: number | undefined;
  /** What the instance that watches them says, where that is another one and has said anything. */
  readonly told: WatchingVerdict | undefined;
}

export function findingsOfFiles({ name, isOurs, status, figures, unwatchedMs, told }: FilesSeen): Finding[] {
  const place = `the files of ${name}`;
  if (unwatchedMs !== undefined) return [blindness(unwatchedMs, `Nobody watches ${place}.`)];
  if (!isOurs) return findingsToldOf(place, told);
  const absent = status.patterns.flatMap(({ why }) =>
    why === undefined ? [] : [{ status: 'degraded', reason: why } satisfies Finding],
  );
  return [...absent, ...findingsOfTails(figures, ['file', 'files'])];
}
