// The lines of a back-test that somebody is to see: the newest that became events, and the newest that were held back, so that a flood of the one hides none of the other.
import type { Decision } from '../../core/flood/decision.ts';
import { STDERR } from '../../core/lines/line-batch.ts';
import type { Origin } from '../../core/lines/origin.ts';
import { compareStamps, type Stamp } from '../../core/lines/stamp.ts';
import { withLineFeeds } from '../../core/text/inner-newline.ts';
import { shownText } from '../../core/text/shown-text.ts';
import type { WitnessedHit } from '../judge/hit-witness.ts';

/** Of a longer line so much is kept, to the last whole character. */
const LONGEST_KEPT = 4 * 1024;

export interface KeptLine {
  /** Which of the rules that are tried. */
  readonly rule: number;
  readonly origin: Origin;
  readonly stream: 'stdout' | 'stderr';
  readonly at: Stamp;
  /** As patterns see it: without escape sequences. */
  readonly text: string;
  readonly truncated: boolean;
  readonly decision: Decision;
}

export class KeptLines {
  readonly #most: number;
  readonly #events: KeptLine[] = [];
  readonly #heldBack: KeptLine[] = [];
  #leftOut = 0;

  /** @param most of each kind */
  constructor(most: number) {
    this.#most = most;
  }

  /** How many are not among them. */
  get leftOut(): number {
    return this.#leftOut;
  }

  /** In the order of their times. */
  get all(): readonly KeptLine[] {
    return [...this.#events, ...this.#heldBack].sort((one, other) => compareStamps(one.at, other.at));
  }

  add(hit: WitnessedHit, rule: number): void {
    const kept = hit.decision === 'admitted' ? this.#events : this.#heldBack;
    const at = stampOf(hit);
    if (kept.length === this.#most) {
      this.#leftOut++;
      // Containers are read one after the other: what comes now may be older than what is there.
      if (compareStamps(at, kept[0]?.at ?? at) <= 0) return;
      kept.shift();
    }
    const place = kept.findLastIndex((other) => compareStamps(other.at, at) <= 0);
    kept.splice(place + 1, 0, keptLine(hit, rule));
  }
}

const stampOf = ({ batch, line }: WitnessedHit): Stamp => ({
  seconds: batch.seconds[line] ?? 0,
  nanos: batch.nanos[line] ?? 0,
});

function keptLine(hit: WitnessedHit, rule: number): KeptLine {
  const { origin, batch, line, text, decision } = hit;
  const shown = shownText(batch.isJoined ? withLineFeeds(text) : text, LONGEST_KEPT);
  return {
    rule,
    origin,
    stream: batch.streams[line] === STDERR ? 'stderr' : 'stdout',
    at: stampOf(hit),
    text: shown.text,
    truncated: shown.isCut || (batch.marks[line] ?? 0) !== 0,
    decision,
  };
}
