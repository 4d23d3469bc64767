import { useEffect, useState } from 'preact/hooks';
import { browserClock } from '../../live/browser-clock.ts';
import { type FollowedContainer, followLines } from './follow-lines.ts';
import type { LineBuffer } from './line-buffer.ts';

const TAIL = 200;
/** How long somebody has to stop typing before the lines are asked for anew. */
const TYPING_MS = 300;

/** Fills a buffer with the lines of these containers for as long as it is shown; gives what is to be said of them. */
export function useLiveLines(
  buffer: LineBuffer,
  containers: readonly FollowedContainer[],
  search: string,
): readonly string[] {
  const [words, setWords] = useState<Readonly<Record<string, string>>>({});
  useEffect(() => {
    const stop = new AbortController();
    const begin = async (): Promise<void> => {
      await browserClock.sleep(search === '' ? 0 : TYPING_MS, stop.signal);
      if (stop.signal.aborted) return;
      buffer.clear();
      for (const container of containers) void follow(container);
    };
    const follow = ({ id, name }: FollowedContainer): Promise<void> =>
      followLines(
        { id, name },
        {
          entries: (entries) => buffer.take(entries),
          says: (text) =>
            setWords(({ [name]: _, ...others }) => (text === undefined ? others : { ...others, [name]: text })),
        },
        {
          open: (url) => new EventSource(url),
          ...{ clock: browserClock, tail: TAIL, query: search === '' ? undefined : search, stop: stop.signal },
        },
      );
    void begin();
    return () => stop.abort();
  }, [search]);
  return Object.entries(words).map(([name, text]) => `${name}: ${text}`);
}
