// Where what a view of a container shows goes, and how that goes onto a stream of its own.
import type { EventStream } from '../../../http/event-stream.ts';
import type { LiveLine, LiveSink, MissedReason } from '../../../sources/live-sink.ts';

/** A line as the API shows it. */
export interface ShownLine {
  readonly stream: 'stdout' | 'stderr';
  readonly at: string;
  readonly text: string;
  readonly truncated: boolean;
}

export interface MarkedRule {
  readonly id: string;
  readonly name: string;
}

export interface MarkedLine extends ShownLine {
  readonly rules: readonly MarkedRule[];
}

export interface LiveOutlet extends Pick<LiveSink, 'gone' | 'isBehind' | 'whenReady'> {
  line(shown: MarkedLine, line: Pick<LiveLine, 'id' | 'stamp'>): void;
  /** Up to this line, which is not wanted, everything was looked at. */
  passed(id: string): void;
  gap(gap: { readonly reason: MissedReason; readonly words: string }): void;
  state(state: { readonly state: Parameters<LiveSink['state']>[0]; readonly words: string | null }): void;
}

/** A stream that shows one container, and ends with it. */
export const streamOutlet = (stream: EventStream): LiveOutlet => ({
  line: (shown, { id }) => stream.send({ event: 'line', id, data: shown }),
  passed: (id) => stream.mark(id),
  gap: (gap) => stream.send({ event: 'gap', data: gap }),
  state: (state) => stream.send({ event: 'state', data: state }),
  gone: () => stream.close('the container is gone'),
  isBehind: () => stream.isBehind,
  whenReady: (listener) => stream.onceTaken(listener),
});
