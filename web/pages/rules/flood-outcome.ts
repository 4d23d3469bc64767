// How many events come of the samples, as flood control would have it.
import { showCountOrNo } from '../../format/count.ts';
import { floodWords, USUAL_COOLDOWN_SECONDS } from './rule-words.ts';

/** As it stands in the form, in which anything may be missing. */
type FloodField = 'cooldown_seconds' | 'threshold_count' | 'threshold_window_seconds';
export type WantedFlood = Readonly<Partial<Record<FloodField, number | null | undefined>>>;

/** `Written at once to one log: 1 event (the first hit, then quiet for 5 min)`; undefined for what is no rule yet. */
export function floodOutcome(hits: number, wanted: WantedFlood): string | undefined {
  const flood = {
    cooldown_seconds: wanted.cooldown_seconds ?? USUAL_COOLDOWN_SECONDS,
    threshold_count: wanted.threshold_count ?? null,
    threshold_window_seconds: wanted.threshold_window_seconds ?? null,
  };
  const { cooldown_seconds: cooldown, threshold_count: count, threshold_window_seconds: window } = flood;
  if ((count === null) !== (window === null)) return undefined;
  if (cooldown < 0 || (count ?? 1) < 1 || (window ?? 1) < 1) return undefined;
  const events = eventsAtOnce(hits, { cooldown, needed: count ?? 1 });
  return `Written at once to one log: ${showCountOrNo(events, 'event')} (${lowered(floodWords(flood))})`;
}

interface Flood {
  readonly cooldown: number;
  /** So many hits make one that counts. */
  readonly needed: number;
}

/** Of hits at one moment; what the limit of the log leaves out is not known here. */
export function eventsAtOnce(hits: number, { cooldown, needed }: Flood): number {
  const reached = Math.floor(hits / needed);
  return cooldown === 0 ? reached : Math.min(reached, 1);
}

const lowered = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
