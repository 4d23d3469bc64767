// Makes of what a live view of a container brings what a browser is told of it.
import type { Joining } from '../../../core/joining/joining.ts';
import { shownText } from '../../../core/text/shown-text.ts';
import type { LiveLine, LiveSink, MissedReason } from '../../../sources/live-sink.ts';
import { shownStamp } from '../shown/container-views.ts';
import { joinedMarks } from './joined-marks.ts';
import type { LiveOutlet, MarkedRule, ShownLine } from './live-outlet.ts';

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

/** Says which rules match a line; what it gives is sent along. */
export type LineMarker = (containerId: string, line: LiveLine) => readonly MarkedRule[];

export interface LiveEventsOptions {
  readonly query: string | undefined;
  readonly rulesOf: (line: LiveLine) => readonly MarkedRule[];
  /** How its lines are joined before they are judged. */
  readonly joining?: Joining | undefined;
}

export function liveEvents(outlet: LiveOutlet, { query, rulesOf, joining }: LiveEventsOptions): LiveSink {
  const marksOfEach = joining && joinedMarks(rulesOf, joining);
  const wanted = query?.toLowerCase();
  let passedOver = 0;
  let told: string | undefined;
  return {
    line(line) {
      const marks = marksOfEach?.(line);
      if (wanted !== undefined && !visible(line).includes(wanted)) {
        passedOver += 1;
        if (passedOver % MARK_EVERY === 0) outlet.passed(line.id);
        return;
      }
      outlet.line({ ...shownLine(line), rules: marks ?? rulesOf(line) }, line);
    },
    gap: (reason) => outlet.gap({ reason, words: GAPS[reason] }),
    state(state, words) {
      const now = `${state} ${words ?? ''}`;
      if (now === told) return;
      told = now;
      outlet.state({ state, words: words ?? null });
    },
    gone: () => outlet.gone(),
    isBehind: () => outlet.isBehind(),
    whenReady: (listener) => outlet.whenReady(listener),
  };
}

/** A line as the API shows it, with its colours. */
export function shownLine({ stream, stamp, bytes, truncated }: Omit<LiveLine, 'id'>): ShownLine {
  const { text, isCut } = shownText(bytes, LONGEST_SHOWN);
  return {
    stream: stream === 2 ? 'stderr' : 'stdout',
    at: shownStamp(stamp),
    text,
    truncated: truncated || isCut,
  };
}

const visible = ({ bytes }: LiveLine): string => shownText(bytes).text.replace(ANSI, '').toLowerCase();
