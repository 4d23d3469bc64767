// The logs of containers as they were written, for whoever wants to read one beside the tail: back-tests, samples, the lines around an event.
import type { Clock } from '../../../core/clock.ts';
import type { LineBatch } from '../../../core/lines/line-batch.ts';
import type { Origin } from '../../../core/lines/origin.ts';
import type { Stamp } from '../../../core/lines/stamp.ts';
import type { ContainerView } from '../../../http/resources/watching/container-shapes.ts';
import type { CoverageSource } from '../../../http/resources/watching/containers.ts';
import { originKey, sourceKey } from '../../../sources/docker/watch/containers/origin-of.ts';
import { fileOrigin } from '../../../sources/file/file-origin.ts';
import { joiningOfView } from '../joining/line-start.ts';
import { type EngineHistoryParts, readEngineLog } from './engine-history.ts';
import { type FileHistoryParts, readFileLog } from './file-history.ts';
import type { HistoryRead, HistorySpan, HistoryTaker, PacedTaker, ReadBy, ReadLog } from './history-read.ts';
import { joinedTaker, LEAD_MS } from './joined-history.ts';
import { Pace } from './pace.ts';

export interface HistoriesParts extends EngineHistoryParts, FileHistoryParts {
  readonly coverage: Pick<CoverageSource, 'containers'>;
  readonly clock: Clock;
}

/** All readings together rest as long as they work. */
export class Histories {
  readonly #coverage: HistoriesParts['coverage'];
  readonly #readEngineLog: ReadLog;
  readonly #readFileLog: ReadLog;
  readonly #pace: Pace;

  constructor({ coverage, ...parts }: HistoriesParts) {
    this.#coverage = coverage;
    this.#readEngineLog = readEngineLog(parts);
    this.#readFileLog = readFileLog(parts);
    this.#pace = new Pace(parts.clock);
  }

  /** Those that are there, of some workloads or of all. */
  async containers(workloadIds?: ReadonlySet<string>): Promise<readonly ContainerView[]> {
    const all = await this.#coverage.containers();
    return all.filter(({ state, workload }) => state !== 'gone' && (workloadIds?.has(workload.id) ?? true));
  }

  /** Whatever becomes of it is an answer. It ends early when the signal aborts. */
  async read(
    container: ContainerView,
    span: HistorySpan,
    { taker, signal }: ReadBy<HistoryTaker>,
  ): Promise<HistoryRead> {
    const readLog = container.workload.kind === 'file' ? this.#readFileLog : this.#readEngineLog;
    const joining = joiningOfView(container);
    const joined = joining && joinedTaker(taker, joining);
    const begins = (moment: Stamp): void => joined?.begins(moment);
    const by = { taker: { ...this.#paced(joined ?? taker, signal), begins }, signal };
    // The newest lines have nothing before them that was not asked for.
    const read = await readLog(container, joined && span.tail === undefined ? { ...span, lead: LEAD_MS } : span, by);
    if (read.how !== 'closed') joined?.end();
    return read;
  }

  #paced(taker: HistoryTaker, signal: AbortSignal): Omit<PacedTaker, 'begins'> {
    return {
      lines: (batch: LineBatch) => this.#pace.work(() => taker.lines(batch)),
      work: (task) => this.#pace.work(task),
      rested: () => {
        taker.rested?.();
        return this.#pace.rest(signal);
      },
    };
  }
}

/** A container or a file as the judge of lines knows it. */
export function originOfView({ id, name, image, host, workload }: ContainerView): Origin {
  const { kind, name: workloadName } = workload;
  if (kind === 'file') return fileOrigin({ machine: host, path: name, workload: workloadName });
  return {
    ...{ key: originKey(id), source: sourceKey(host), host, image, labels: {} },
    ...{ containerId: id, containerName: name, workload: { kind, name: workloadName } },
  };
}
