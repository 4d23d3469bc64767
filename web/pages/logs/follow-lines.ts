// The lines of one container as they come, for as long as somebody looks. The browser goes on behind the last line by itself when the connection breaks.
import type { Clock } from '../../../src/core/clock.ts';
import type { Entry } from './line-buffer.ts';

export interface FollowedContainer {
  readonly id: string;
  readonly name: string;
}

export interface LineListener {
  entries(entries: readonly Entry[]): void;
  /** How the view stands, in words; undefined while all is well. */
  says(words: string | undefined): void;
}

export interface FollowLinesOptions {
  readonly open: (url: string) => EventSource;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly tail: number;
  readonly query: string | undefined;
  readonly stop: AbortSignal;
}

const GATHER_MS = 150;
const AGAIN_MS = 5_000;
const MOST_GATHERED = 5_000;
/** What the server says last when it closes the view for that. */
const GONE = 'the container is gone';

/** Follows until the signal aborts, or the container is gone. It never rejects. */
export async function followLines(
  container: FollowedContainer,
  listener: LineListener,
  options: FollowLinesOptions,
): Promise<void> {
  const { stop, clock } = options;
  while (!stop.aborted) {
    const end = await followOnce(container, listener, options);
    if (end === 'gone') return listener.says('The container is gone.');
    if (!stop.aborted) listener.says('The server does not show it at the moment.');
    await clock.sleep(AGAIN_MS, stop);
  }
}

function urlOf({ id }: FollowedContainer, { tail, query }: FollowLinesOptions): string {
  const search = new URLSearchParams({ tail: `${tail}`, ...(query === undefined ? {} : { query }) });
  return `/api/containers/${encodeURIComponent(id)}/logs?${search}`;
}

async function followOnce(
  container: FollowedContainer,
  listener: LineListener,
  options: FollowLinesOptions,
): Promise<'gone' | 'over'> {
  const { open, clock, stop } = options;
  const { id, name } = container;
  const source = open(urlOf(container, options));
  const over = new AbortController();
  let came: Entry[] = [];
  let last = '';
  let isGone = false;
  source.onopen = () => listener.says(undefined);
  source.onerror = () => (source.readyState === source.CLOSED ? over.abort() : listener.says('Connecting again.'));
  source.addEventListener('line', ({ data, lastEventId }) => {
    const line = JSON.parse(data);
    last = line.at;
    if (came.length < MOST_GATHERED) came.push({ ...line, key: `${id} ${lastEventId}`, container: name });
  });
  source.addEventListener('gap', ({ data }) => {
    const remark = JSON.parse(data).words;
    came.push({ key: `${id} gap behind ${last}`, container: name, at: last, remark });
  });
  source.addEventListener('state', ({ data }) => listener.says(JSON.parse(data).words ?? undefined));
  source.addEventListener('closing', ({ data }) => {
    isGone = JSON.parse(data).reason === GONE;
    if (isGone) over.abort();
  });
  const end = AbortSignal.any([stop, over.signal]);
  while (!end.aborted) {
    await clock.sleep(GATHER_MS, end);
    if (came.length > 0 && !stop.aborted) listener.entries(came);
    came = [];
  }
  source.close();
  return isGone ? 'gone' : 'over';
}
