// An engine of which only the lives of its containers matter: it remembers all that happened, and tells it as engines do.
import { compareStamps, type Stamp } from '../../../src/core/lines/stamp.ts';
import type { ContainerSeen } from '../../../src/sources/docker/watch/containers/container-facts.ts';
import type { ContainerEvent } from '../../../src/sources/docker/watch/events/container-event.ts';
import type { LifeWord } from '../../../src/sources/docker/watch/events/life-word.ts';
import type { EndFacts } from '../../../src/sources/docker/watch/life/end-facts.ts';

/** What somebody or something does to a container. */
export type Deed =
  /** `oom_end`: it is killed for want of memory, which the engine tells behind the end. */
  | { readonly is: 'start' | 'oom' | 'oom_end' | 'sick' | 'well' }
  | { readonly is: 'exit'; readonly exitCode: number }
  | { readonly is: 'signal'; readonly signal: number }
  | { readonly is: 'stop'; readonly exitCode: number };

/** One run of a container, as it was. */
export interface Run {
  readonly startedAt: number;
  readonly signals: number[];
  readonly ooms: number[];
  end: { readonly at: number; readonly exitCode: number; readonly isOom?: boolean } | undefined;
}

export interface LivedContainer {
  readonly id: string;
  readonly runs: Run[];
  readonly verdicts: { readonly at: number; readonly isHealthy: boolean }[];
}

interface Told {
  readonly tick: number;
  readonly event: ContainerEvent;
}

/** Ticks are tenths of a second. */
export const stampOf = (tick: number): Stamp => ({
  seconds: 1_700_000_000 + Math.floor(tick / 10),
  nanos: (tick % 10) * 100_000_000,
});

/** Within a tick: the engine has noted an end, and started a program, before it tells of it. */
const before = ({ seconds, nanos }: Stamp, by: number): Stamp =>
  nanos >= by ? { seconds, nanos: nanos - by } : { seconds: seconds - 1, nanos: nanos + 1_000_000_000 - by };

export class LivedEngine {
  readonly containers: readonly LivedContainer[];
  readonly told: Told[] = [];
  tick = 1_000;

  constructor(count: number) {
    this.containers = Array.from({ length: count }, (_, i) => ({
      id: String(i + 1)
        .repeat(64)
        .slice(0, 64),
      runs: [{ startedAt: 0, signals: [], ooms: [], end: undefined }],
      verdicts: [],
    }));
  }

  /** Nothing happens that cannot: to one that has ended, for instance, but a start. */
  does(container: LivedContainer, deed: Deed): void {
    const run = container.runs.at(-1);
    const runs = run !== undefined && run.end === undefined;
    if (deed.is === 'start' ? runs : !runs) return;
    switch (deed.is) {
      case 'start':
        container.runs.push({
          startedAt: this.#tell(container, { is: 'started' }),
          signals: [],
          ooms: [],
          end: undefined,
        });
        break;
      case 'oom':
        run?.ooms.push(this.#tell(container, { is: 'oom' }));
        break;
      case 'oom_end':
        this.#end(container, 137);
        if (run?.end) run.end = { ...run.end, isOom: true };
        this.#tell(container, { is: 'oom' });
        break;
      case 'sick':
      case 'well': {
        const isHealthy = deed.is === 'well';
        container.verdicts.push({ at: this.#tell(container, { is: 'health', isHealthy }), isHealthy });
        break;
      }
      case 'signal':
        this.#signal(container, deed.signal);
        break;
      case 'stop':
        this.#signal(container, 15);
        this.#end(container, deed.exitCode);
        break;
      case 'exit':
        this.#end(container, deed.exitCode);
        break;
    }
  }

  /** The events from that moment on, of the last so many that it keeps. */
  repeats(since: Stamp, kept = Number.POSITIVE_INFINITY): readonly ContainerEvent[] {
    const events = kept === 0 ? [] : this.told.slice(-kept).map(({ event }) => event);
    return events.filter(({ at }) => compareStamps(at, since) >= 0);
  }

  list(): readonly ContainerSeen[] {
    return this.containers.map((container) => {
      const end = container.runs.at(-1)?.end;
      const isSick = container.verdicts.at(-1)?.isHealthy === false;
      const [life, words] = end
        ? (['ended', `Exited (${end.exitCode}) ${this.#age(end.at)}`] as const)
        : (['running', `Up 5 minutes${isSick ? ' (unhealthy)' : ''}`] as const);
      return { id: container.id, name: container.id[0], image: 'box', labels: {}, created: stampOf(0), life, words };
    });
  }

  inspect(id: string): EndFacts | undefined {
    const run = this.containers.find((one) => one.id === id)?.runs.at(-1);
    if (run?.end === undefined) return undefined;
    return {
      exitCode: run.end.exitCode,
      finishedAt: before(stampOf(run.end.at), 5_000_000),
      startedAt: before(stampOf(run.startedAt), 2_000_000),
      isOom: run.ooms.length > 0 || run.end.isOom === true,
    };
  }

  #age(endedAt: number): string {
    const seconds = Math.floor((this.tick - endedAt) / 10);
    if (seconds < 60) return `${seconds} seconds ago`;
    return seconds < 3_600 ? `${Math.floor(seconds / 60)} minutes ago` : `${Math.floor(seconds / 3_600)} hours ago`;
  }

  #signal(container: LivedContainer, signal: number): void {
    container.runs.at(-1)?.signals.push(signal);
    this.#tell(container, { is: 'signalled', signal });
  }

  #end(container: LivedContainer, exitCode: number): void {
    const run = container.runs.at(-1);
    const at = this.#tell(container, { is: 'died', exitCode });
    if (run) run.end = { at, exitCode };
  }

  /** Each event has a moment of its own; the answer is that. */
  #tell({ id }: LivedContainer, life: LifeWord): number {
    const tick = ++this.tick;
    const facts = { id, name: id[0], image: 'box', labels: {} };
    this.told.push({ tick, event: { action: 'other', at: stampOf(tick), facts, life } });
    return tick;
  }
}
