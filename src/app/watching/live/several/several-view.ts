// One person's view of several containers on one stream: begins and ends the view of each, and follows workloads as their containers come and go.
import type { Clock } from '../../../../core/clock.ts';
import { TocsinError } from '../../../../core/errors.ts';
import type { EventStream } from '../../../../http/event-stream.ts';
import {
  type LiveChoice,
  type LiveView,
  MOST_FOLLOWED,
  MOST_TAIL,
} from '../../../../http/resources/watching/live-logs.ts';
import type { LeftOut } from '../../../../http/resources/watching/live-shapes.ts';
import type { LiveOutlet } from '../live-outlet.ts';
import type { ViewOpener } from '../view-contract.ts';
import { type ChoiceSource, type Chosen, chosenContainers } from './chosen-containers.ts';
import { LineMerge } from './line-merge.ts';
import type { NamedContainer } from './merged-messages.ts';
import { Positions } from './positions.ts';

/** So often it is looked for containers that a workload has got. */
const LOOK_AGAIN_MS = 2_000;
/** A view that could not be had is asked for again after this time. */
const AGAIN_MS = 5_000;

export interface SeveralViewOptions {
  readonly choice: LiveChoice;
  /** Those that were chosen when it was opened. */
  readonly first: Chosen;
  readonly view: LiveView;
  readonly stream: EventStream;
  readonly clock: Clock;
  readonly coverage: ChoiceSource;
  readonly openView: ViewOpener;
}

/** Resolves when nobody looks any more, or all that was named is gone. */
export function showSeveral(options: SeveralViewOptions): Promise<void> {
  return new SeveralView(options).run();
}

class SeveralView {
  readonly #options: SeveralViewOptions;
  readonly #positions: Positions;
  readonly #merge: LineMerge;
  /** With what it ends when their container is gone. */
  readonly #followed = new Map<string, Promise<void>>();
  /** An engine forgets a container a little before we do: none is begun again. */
  readonly #gone = new Set<string>();
  #leftOut = 0;
  readonly #isResumed: boolean;

  constructor(options: SeveralViewOptions) {
    const { view, stream, clock } = options;
    this.#options = options;
    this.#positions = new Positions(view.after);
    this.#isResumed = !this.#positions.isEmpty;
    this.#merge = new LineMerge({ stream, clock, positions: this.#positions });
  }

  async run(): Promise<void> {
    const { first, stream, clock, choice } = this.#options;
    const { closed } = stream;
    this.#merge.expect(first.containers.slice(0, MOST_FOLLOWED));
    for (const id of first.missing) this.#merge.outletOf({ id, name: id }).gone();
    const sent = this.#merge.run();
    this.#follow(first.containers, this.#tailOf);
    while (choice.workloads.length > 0 && !closed.aborted) {
      await clock.sleep(LOOK_AGAIN_MS, closed);
      if (!closed.aborted) await this.#lookAgain();
    }
    await Promise.all(this.#followed.values());
    this.#merge.end('the logs are gone');
    await sent;
  }

  /** Of a container that came while it was looked everything is new. */
  async #lookAgain(): Promise<void> {
    const { choice, coverage } = this.#options;
    try {
      const { containers } = await chosenContainers({ containers: [], workloads: choice.workloads }, coverage);
      for (const id of this.#gone) if (!containers.some((one) => one.id === id)) this.#gone.delete(id);
      this.#follow(containers, () => MOST_TAIL);
    } catch (error) {
      // A store that cannot answer just now is asked the next time.
      if (!(error instanceof TocsinError)) throw error;
    }
  }

  #follow(chosen: readonly NamedContainer[], tailOf: (id: string) => number): void {
    const others = chosen.filter(({ id }) => !this.#followed.has(id) && !this.#gone.has(id));
    const room = MOST_FOLLOWED - this.#followed.size;
    for (const container of others.slice(0, room)) {
      const ended = this.#showOne(container, tailOf(container.id)).then(() => this.#forget(container.id));
      this.#followed.set(container.id, ended);
    }
    this.#positions.keep(this.#followed.keys());
    this.#tellLeftOut(Math.max(0, others.length - room));
  }

  /** What was followed before and had no line then had written none: all of its lines are new. */
  readonly #tailOf = (id: string): number => {
    const { tail } = this.#options.view;
    const hadNoLine = this.#isResumed && this.#positions.of(id) === undefined;
    return hadNoLine && tail > 0 ? MOST_TAIL : tail;
  };

  #forget(id: string): void {
    this.#followed.delete(id);
    this.#gone.add(id);
  }

  #tellLeftOut(count: number): void {
    if (count === this.#leftOut) return;
    this.#leftOut = count;
    const words = `A stream follows ${MOST_FOLLOWED} containers and files at most: ${count} more are not shown.`;
    this.#options.stream.send({
      event: 'left_out',
      data: { containers: count, words: count === 0 ? null : words } satisfies LeftOut,
    });
  }

  /** Until the container is gone or nobody looks any more; what keeps it from being shown is told, and tried again. */
  async #showOne(container: NamedContainer, tail: number): Promise<void> {
    const { stream, clock } = this.#options;
    const outlet = this.#merge.outletOf(container);
    let told: string | undefined;
    while (!stream.closed.aborted) {
      const words = await this.#tryOne(container.id, tail, outlet);
      if (words === undefined) return;
      if (words !== told) outlet.state({ state: 'failed', words });
      told = words;
      await clock.sleep(AGAIN_MS, stream.closed);
    }
  }

  /** Why it cannot be shown just now; undefined when it is over. */
  async #tryOne(id: string, tail: number, outlet: LiveOutlet): Promise<string | undefined> {
    const { openView, view, stream } = this.#options;
    try {
      const opened = await openView(id, stream.closed);
      const after = this.#positions.of(id);
      const end = await opened.show({ tail, query: view.query, after, outlet, signal: stream.closed });
      return end === 'full' ? 'Too many live views of this engine or machine are open.' : undefined;
    } catch (error) {
      if (!(error instanceof TocsinError)) throw error;
      if (error.code !== 'not_found') return error.message;
      outlet.gone();
      return undefined;
    }
  }
}
