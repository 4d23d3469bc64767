import { useEffect, useState } from 'preact/hooks';
import { browserClock } from '../../live/browser-clock.ts';
import { followEvents } from '../../live/event-stream.ts';
import { untilVisible } from '../../live/page-visibility.ts';
import { useServices } from '../../services.ts';
import type { EventLog } from './log/event-log.ts';

/** How often what only the server can tell is asked for while events come. */
const ANEW_MS = 3_000;

/** Keeps a log up to date for as long as it is shown; says whether the server still answers. */
export function useEventStream(log: EventLog): boolean {
  const { base, session } = useServices();
  const [isLive, setLive] = useState(true);
  useEffect(() => {
    const stop = new AbortController();
    const listener = {
      events: log.take.bind(log),
      missed: () => log.becomeStale(),
      connected: setLive,
    };
    const open = (url: string): EventSource => new EventSource(base + url);
    const untilKnown = (signal: AbortSignal): Promise<void> => session.known(signal);
    void followEvents(listener, { open, clock: browserClock, untilVisible, untilKnown }, stop.signal);
    void refresh(log, stop.signal);
    return () => stop.abort();
  }, [log]);
  return isLive;
}

async function refresh(log: EventLog, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    await browserClock.sleep(ANEW_MS, stop);
    await untilVisible(stop);
    if (stop.aborted || !log.isStale) continue;
    // A search that is under way would begin at the newest event again, and never come to its end.
    if (log.isStill) await log.lookAhead(stop);
    else if (!log.state.value.loading) await log.reload();
  }
}
