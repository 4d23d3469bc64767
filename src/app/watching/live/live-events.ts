// Makes events for a browser of what a live view of a container shows.
import { shownText } from '../../../core/text/shown-text.ts';
import type { EventStream } from '../../../http/event-stream.ts';
import type { LiveLine, LiveSink, MissedReason } from '../../../sources/docker/live/live-sink.ts';
import { shownStamp } from '../shown/container-views.ts';

/** Of a longer line so much is shown: nobody reads more of it, and what is sent has to stay below what a client may leave unread. */
const LONGEST_SHOWN = 16 * 1024;

/** After so many lines that are not wanted the client is told how far it is. */
const MARK_EVERY = 1_000;

/** `ESC [ … m` and its kind: what a person does not see of a line. */
const ANSI = new RegExp(`${String.fromCharCode(27)}\\[[0-?]*[ -/]*[@-~]`, 'g');

const GAPS: Readonly<Record<MissedReason, string>> = {
  rotated: 'The line up to which you had seen this is not there any more: lines may be missing here.',
  too_many: 'More lines were written since than a live view fetches: lines are missing here.',
};

export interface MarkedRule {
  readonly id: string;
  readonly name: string;
}

/** Says which rules match a line; what it gives is sent along. */
export type LineMarker = (containerId: string, line: LiveLine) => readonly MarkedRule[];

export interface LiveEventsOptions {
  readonly query: string | undefined;
  readonly rulesOf: (line: LiveLine) => readonly MarkedRule[];
}

export function liveEvents(stream: EventStream, { query, rulesOf }: LiveEventsOptions): LiveSink {
  const wanted = query?.toLowerCase();
  let passedOver = 0;
  let told: string | undefined;
  return {
    line(line) {
      if (wanted !== undefined && !visible(line).includes(wanted)) {
        passedOver += 1;
        if (passedOver % MARK_EVERY === 0) stream.mark(line.id);
        return;
      }
      stream.send({ event: 'line', id: line.id, data: { ...shownLine(line), rules: rulesOf(line) } });
    },
    gap: (reason) => stream.send({ event: 'gap', data: { reason, words: GAPS[reason] } }),
    state(state, words) {
      const now = `${state} ${words ?? ''}`;
      if (now === told) return;
      told = now;
      stream.send({ event: 'state', data: { state, words: words ?? null } });
    },
    gone: () => stream.close('the container is gone'),
    isBehind: () => stream.isBehind,
    whenReady: (listener) => stream.onceTaken(listener),
  };
}

/** A line as the API shows it, with its colours. */
export function shownLine({ stream, stamp, bytes, truncated }: Omit<LiveLine, 'id'>) {
  const { text, isCut } = shownText(bytes, LONGEST_SHOWN);
  return {
    stream: stream === 2 ? ('stderr' as const) : ('stdout' as const),
    at: shownStamp(stamp),
    text,
    truncated: truncated || isCut,
  };
}

const visible = ({ bytes }: LiveLine): string => shownText(bytes).text.replace(ANSI, '').toLowerCase();
