// The logs of containers as they were written, for whoever wants to read one beside the tail: back-tests, samples, the lines around an event.
import type { Clock } from '../../../core/clock.ts';
import type { LineBatch } from '../../../core/lines/line-batch.ts';
import type { Origin } from '../../../core/lines/origin.ts';
import type { ContainerView } from '../../../http/resources/watching/container-shapes.ts';
import type { CoverageSource } from '../../../http/resources/watching/containers.ts';
import { originKey, sourceKey } from '../../../sources/docker/watch/containers/origin-of.ts';
import { type EngineHistoryParts, readEngineLog } from './engine-history.ts';
import {
  type HistoryRead,
  type HistorySpan,
  type HistoryTaker,
  type PacedTaker,
  type ReadBy,
  type ReadLog,
  unread,
} from './history-read.ts';
import { joinedTaker } from './joined-history.ts';
import { Pace } from './pace.ts';

export interface HistoriesParts extends EngineHistoryParts {
  readonly coverage: Pick<CoverageSource, 'containers'>;
  readonly clock: Clock;
}

/** All readings together rest as long as they work. */
export class Histories {
  readonly #coverage: HistoriesParts['coverage'];
  readonly #readEngineLog: ReadLog;
  readonly #pace: Pace;

  constructor({ coverage, ...parts }: HistoriesParts) {
    this.#coverage = coverage;
    this.#readEngineLog = readEngineLog(parts);
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
    if (container.workload.kind === 'file') return unread(NO_FILE_HISTORY);
    const joined = container.joins_lines ? joinedTaker(taker) : undefined;
    const by = { taker: this.#paced(joined ?? taker, signal), signal };
    const read = await this.#readEngineLog(container, span, by);
    if (read.how !== 'closed') joined?.end();
    return read;
  }

  #paced(taker: HistoryTaker, signal: AbortSignal): PacedTaker {
    return {
      lines: (batch: LineBatch) => this.#pace.work(() => taker.lines(batch)),
      rested: () => {
        taker.rested?.();
        return this.#pace.rest(signal);
      },
    };
  }
}

export const NO_FILE_HISTORY = 'It is a file: what stands in it already is not read here again.';

/** A container as the judge of lines knows it. */
export function originOfView({ id, name, image, host, workload }: ContainerView): Origin {
  const { kind, name: workloadName } = workload;
  return {
    ...{ key: originKey(id), source: sourceKey(host), host, image, labels: {} },
    ...{ containerId: id, containerName: name, workload: { kind, name: workloadName } },
  };
}
