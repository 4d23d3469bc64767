// Where what a view of a container shows goes, and how that goes onto a stream of its own.
import type { EventStream } from '../../../http/event-stream.ts';
import type { MarkedLine, ViewGap, ViewState } from '../../../http/resources/watching/live-shapes.ts';
import type { LiveLine, LiveSink } from '../../../sources/live-sink.ts';

/** A line as the API shows it. */
export type ShownLine = Omit<MarkedLine, 'rules'>;
export type MarkedRule = MarkedLine['rules'][number];

export interface LiveOutlet extends Pick<LiveSink, 'gone' | 'isBehind' | 'whenReady'> {
  line(shown: MarkedLine, line: Pick<LiveLine, 'id' | 'stamp'>): void;
  /** Up to this line, which is not wanted, everything was looked at. */
  passed(id: string): void;
  gap(gap: ViewGap): void;
  state(state: ViewState): void;
}

/** A stream that shows one container, and ends with it. */
export const streamOutlet = (stream: EventStream): LiveOutlet => ({
  line: (shown, { id }) => stream.send({ event: 'line', id, data: shown }),
  passed: (id) => stream.mark(id),
  gap: (gap) => stream.send({ event: 'gap', data: gap }),
  state: (state) => stream.send({ event: 'state', data: state }),
  gone: () => stream.close('the log is gone'),
  isBehind: () => stream.isBehind,
  whenReady: (listener) => stream.onceTaken(listener),
});
