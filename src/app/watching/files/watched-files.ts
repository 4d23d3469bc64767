// The files of this machine, watched while this instance has their lease: another instance on the same machine may have it.
import type { Tenure } from '../../../cluster/background-task.ts';
import type { JoinTerms } from '../../../core/joining/joining.ts';
import { isContainer, type Origin } from '../../../core/lines/origin.ts';
import type { WatchingVerdict } from '../../../core/lines/watching-verdict.ts';
import type { FileSource } from '../../../sources/file/file-source.ts';
import type { FileDetails } from '../../../sources/file/file-status.ts';
import { MOST_FILES } from '../../../sources/file/find/find-paths.ts';
import { Backlog } from '../../../tail/commit/backlog.ts';
import { Coverage } from '../../../tail/coverage/coverage.ts';
import { type FilesByThemselves, findingsOfFiles } from '../health/files-health.ts';
import { verdictOf } from '../health/findings.ts';
import { tellVerdict } from '../health/tell-verdict.ts';
import { type PlaceTools, superviseFor, type WatchedPlace } from '../watched-place.ts';

export interface WatchedFilesParts<Effect> extends PlaceTools<Effect> {
  readonly source: FileSource;
}

export class WatchedFiles<Effect> implements WatchedPlace {
  readonly backlog = new Backlog();
  readonly coverage: Coverage;
  /** Files are looked at by whoever reads them: nothing is between. */
  readonly outOfReach = undefined;
  readonly #parts: WatchedFilesParts<Effect>;
  #tenures = 0;

  constructor(parts: WatchedFilesParts<Effect>) {
    this.#parts = parts;
    this.coverage = new Coverage({ clock: parts.clock });
  }

  get source(): FileSource {
    return this.#parts.source;
  }

  get key(): string {
    return this.source.key;
  }

  get name(): string {
    return this.source.machine;
  }

  get isOurs(): boolean {
    return this.#tenures > 0;
  }

  /** Whether this instance looks for them; before that it reads what is saved of them. */
  get hasListed(): boolean {
    return this.source.status().hasLooked;
  }

  details(origin: Origin): FileDetails | undefined {
    return isContainer(origin) ? undefined : this.source.details(origin);
  }

  joined(origin: Origin): JoinTerms | undefined {
    return this.details(origin)?.joined;
  }

  seen(): FilesByThemselves {
    const { isOurs, name } = this;
    return { name, isOurs, status: this.source.status(), figures: this.coverage.figures() };
  }

  async watch(tenure: Tenure): Promise<void> {
    const { backlog, coverage, source } = this;
    this.#tenures++;
    try {
      await superviseFor(this.#parts, {
        ...{ coverage, backlog, tenure, source, mostTails: MOST_FILES },
        beside: () => void this.#tellOthers(tenure),
      });
    } finally {
      this.#tenures--;
      coverage.clear();
    }
  }

  #tellOthers({ fencing, signal }: Tenure): Promise<void> {
    const { clock, saveVerdict } = this.#parts;
    const judge = (): WatchingVerdict =>
      verdictOf(findingsOfFiles({ ...this.seen(), unwatchedMs: undefined, told: undefined }));
    return tellVerdict({ judge, save: (verdict) => saveVerdict(verdict, fencing), clock, signal });
  }
}
