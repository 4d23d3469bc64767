import { useEffect, useState } from 'preact/hooks';
import { browserClock } from '../../live/browser-clock.ts';
import { useServices } from '../../services.ts';
import { followLines, type LineChoice } from './follow-lines.ts';
import type { LineBuffer } from './line-buffer.ts';

export interface LiveLinesOptions {
  readonly choice: LineChoice;
  readonly search: string;
  /** How many of the past, of each container. */
  readonly tail: number;
}

/** How long somebody has to stop typing before the lines are asked for anew. */
const TYPING_MS = 300;

/** Fills a buffer with the lines of what was chosen for as long as it is shown; gives what is to be said of them. */
export function useLiveLines(buffer: LineBuffer, { choice, search, tail }: LiveLinesOptions): readonly string[] {
  const { base, session } = useServices();
  const [words, setWords] = useState<Readonly<Record<string, string>>>({});
  useEffect(() => {
    const stop = new AbortController();
    const begin = async (): Promise<void> => {
      await browserClock.sleep(search === '' ? 0 : TYPING_MS, stop.signal);
      if (stop.signal.aborted) return;
      buffer.clear();
      await followLines(
        choice,
        {
          entries: (entries) => buffer.take(entries),
          says: (about, text) =>
            setWords(({ [about]: _, ...others }) => (text === undefined ? others : { ...others, [about]: text })),
        },
        {
          open: (url) => new EventSource(base + url),
          untilKnown: (signal) => session.known(signal),
          clock: browserClock,
          tail,
          query: search === '' ? undefined : search,
          stop: stop.signal,
        },
      );
    };
    void begin();
    return () => stop.abort();
  }, [search]);
  return Object.values(words);
}
