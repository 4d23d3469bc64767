// A stream of the demo's engine: what there is at once, and with time what comes, until somebody closes it.
import type { Clock } from '../../../core/clock.ts';
import type { DemoSink, DemoStream } from './port.ts';

const EVERY_MS = 200;

export interface StreamedAnswer {
  readonly contentType: string;
  /** All that came since it was asked last. */
  next(now: number): Uint8Array;
  /** Whether nothing more will come. It is asked before `next`. */
  isOver(now: number): boolean;
}

/** The sink is called only after this has returned. */
export function openAnswer(answer: StreamedAnswer, sink: DemoSink, clock: Pick<Clock, 'now' | 'sleep'>): DemoStream {
  const closing = new AbortController();
  const pausing = { now: false };
  void run({ answer, sink, clock, pausing }, closing.signal);
  return {
    pause() {
      pausing.now = true;
    },
    resume() {
      pausing.now = false;
    },
    close: () => closing.abort(),
  };
}

interface Running {
  readonly answer: StreamedAnswer;
  readonly sink: DemoSink;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  readonly pausing: { readonly now: boolean };
}

async function run({ answer, sink, clock, pausing }: Running, closed: AbortSignal): Promise<void> {
  await clock.sleep(0, closed);
  if (!closed.aborted) sink.opened({ 'content-type': answer.contentType });
  while (!closed.aborted) {
    const now = clock.now();
    // What pauses holds back its end as well: nothing is sent behind it.
    const isOver = !pausing.now && answer.isOver(now);
    const bytes = pausing.now ? NOTHING : answer.next(now);
    if (bytes.length > 0) sink.data(bytes, 0, bytes.length);
    if (!closed.aborted) sink.rested();
    if (closed.aborted) return;
    if (isOver) return sink.ended({ complete: true });
    await clock.sleep(EVERY_MS, closed);
  }
}

const NOTHING = new Uint8Array(0);
