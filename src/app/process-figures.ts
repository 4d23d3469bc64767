// How busy this process is, and how much memory it has.
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { Clock } from '../core/clock.ts';
import type { SystemReport } from '../http/resources/system.ts';

/** The delay is sampled by a timer of this length, whose own length is part of each sample. */
const SAMPLE_MS = 20;
const WINDOW_MS = 10_000;

export interface ProcessFigures {
  /** Memory now, and the event loop over the last ten seconds, whoever asks and however often. */
  read(): SystemReport['process'];
  stop(): void;
}

export function watchProcess(clock: Clock): ProcessFigures {
  const stopping = new AbortController();
  const delay = monitorEventLoopDelay({ resolution: SAMPLE_MS });
  delay.enable();
  let begun = performance.eventLoopUtilization();
  let last: ReturnType<typeof loopFigures> | undefined;

  function loopFigures() {
    const { utilization } = performance.eventLoopUtilization(begun);
    return {
      event_loop_p99_ms: Math.max(0, rounded(delay.percentile(99) / 1e6 - SAMPLE_MS, 2)),
      event_loop_utilization: rounded(utilization, 4),
    };
  }

  async function roll(): Promise<void> {
    for (;;) {
      await clock.sleep(WINDOW_MS, stopping.signal);
      if (stopping.signal.aborted) return;
      last = loopFigures();
      begun = performance.eventLoopUtilization();
      delay.reset();
    }
  }

  void roll();
  return {
    read() {
      const { rss, heapUsed } = process.memoryUsage();
      return { rss_bytes: rss, heap_used_bytes: heapUsed, ...(last ?? loopFigures()) };
    },
    stop() {
      stopping.abort();
      delay.disable();
    },
  };
}

function rounded(value: number, places: number): number {
  return Number(value.toFixed(places));
}
