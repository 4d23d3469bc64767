// The lines of containers and workloads as they come, all on one connection, for as long as somebody looks. The browser goes on behind the last lines by itself when the connection breaks.
import type { Clock } from '../../../src/core/clock.ts';
import { withQuery } from '../../api/caller.ts';
import type { PathOf, QueryOf } from '../../api/operation.ts';
import type { MergedLine } from '../../api/shapes.ts';
import { hearEvents } from '../../live/hear-events.ts';
import type { Entry } from './line-buffer.ts';

export interface LineChoice {
  readonly containers: readonly string[];
  readonly workloads: readonly string[];
}

export interface LineListener {
  entries(entries: readonly Entry[]): void;
  /** What is to be said of a container, of all that is left out, or of the connection; undefined while all is well. */
  says(about: string, words: string | undefined): void;
}

export interface FollowLinesOptions {
  readonly open: (url: string) => EventSource;
  readonly clock: Pick<Clock, 'sleep'>;
  /** Resolves while the server knows who asks, and when the signal aborts. */
  readonly untilKnown: (signal: AbortSignal) => Promise<void>;
  /** Of each container. */
  readonly tail: number;
  readonly query: string | undefined;
  readonly stop: AbortSignal;
}

const GATHER_MS = 150;
const AGAIN_MS = 5_000;
/** More is handed over at once: whoever shows it knows how much of it to leave out, and says so. */
const MOST_GATHERED = 5_000;
/** What the server says last when it closes the view for that. */
const GONE = 'the logs are gone';

/** Follows until the signal aborts, or nothing is left that could be followed. It never rejects. */
export async function followLines(
  choice: LineChoice,
  listener: LineListener,
  options: FollowLinesOptions,
): Promise<void> {
  const { stop, clock, untilKnown } = options;
  let after: string | undefined;
  while (!stop.aborted) {
    const { isGone, last } = await followOnce(urlOf(choice, options, after), listener, options);
    if (isGone) return;
    after = last ?? after;
    if (!stop.aborted) listener.says('connection', 'The server does not show it at the moment.');
    await clock.sleep(AGAIN_MS, stop);
    await untilKnown(stop);
  }
}

function urlOf(
  { containers, workloads }: LineChoice,
  { tail, query }: FollowLinesOptions,
  after: string | undefined,
): string {
  const asked: QueryOf<'GET /api/logs/stream'> = {
    tail: `${tail}`,
    containers: listed(containers),
    workloads: listed(workloads),
    query,
    after,
  };
  return withQuery('/api/logs/stream' satisfies PathOf<'GET'>, asked);
}

const listed = (ids: readonly string[]): string | undefined => (ids.length > 0 ? ids.join(',') : undefined);

interface End {
  readonly isGone: boolean;
  /** How far everything was seen. */
  readonly last: string | undefined;
}

async function followOnce(url: string, listener: LineListener, options: FollowLinesOptions): Promise<End> {
  const { open, clock, stop } = options;
  const source = open(url);
  const over = new AbortController();
  let came: Entry[] = [];
  let last: string | undefined;
  let isGone = false;
  const handOver = (): void => {
    if (came.length > 0 && !stop.aborted) listener.entries(came);
    came = [];
  };
  source.onopen = () => listener.says('connection', undefined);
  source.onerror = () =>
    source.readyState === source.CLOSED ? over.abort() : listener.says('connection', 'Connecting again.');
  const hear = hearEvents<'GET /api/logs/stream'>(source);
  hear('lines', ({ data, id }) => {
    last = id;
    came.push(...data.lines.map(entryOf));
    if (came.length > MOST_GATHERED) handOver();
  });
  hear('gap', ({ data: { container_id: id, container, words: remark } }) => {
    const { at = '' } = came.findLast((one) => one.container === container) ?? {};
    came.push({ key: `${id} gap behind ${last ?? ''}`, container, at, remark });
  });
  hear('state', ({ data: { container_id: id, container, state, words } }) => {
    const said = state === 'gone' ? 'It is gone.' : words;
    listener.says(id, said === null ? undefined : `${container}: ${said}`);
  });
  hear('left_out', ({ data }) => listener.says('left out', data.words ?? undefined));
  hear('closing', ({ data }) => {
    isGone = data.reason === GONE;
    if (isGone) over.abort();
  });
  const end = AbortSignal.any([stop, over.signal]);
  while (!end.aborted) {
    await clock.sleep(GATHER_MS, end);
    handOver();
  }
  source.close();
  return { isGone, last };
}

function entryOf({ container_id: containerId, id, ...line }: MergedLine): Entry {
  return { ...line, key: `${containerId} ${id}` };
}
