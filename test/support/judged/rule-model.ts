// Rules and flood control as a person would write them down: every line is shown to every rule, and every moment is a whole nanosecond. It shares nothing with what is held against it.
import type { WrittenLine } from './written-lines.ts';

export interface ModelRule {
  readonly id: string;
  readonly pattern: RegExp;
  readonly exclude?: RegExp;
  readonly stream?: WrittenLine['stream'];
  readonly cooldownSeconds: number;
  readonly threshold?: { readonly count: number; readonly seconds: number };
  /** Milliseconds since 1970, half-open. */
  readonly mutes?: readonly (readonly [from: number, until: number])[];
}

export interface ModelEvent {
  readonly rule: string;
  readonly at: bigint;
  readonly text: string;
  readonly suppressed: number;
  heldBack: number;
  lastSeen: bigint | undefined;
}

interface Track {
  hits: bigint[];
  lastAdmitted: bigint | undefined;
  heldBack: number;
  event: ModelEvent | undefined;
}

/** Of one container. It can be cloned. */
export interface ModelState {
  now: bigint;
  tokens: bigint;
  readonly tracks: Record<string, Track>;
  readonly events: ModelEvent[];
  readonly counts: Record<string, Record<string, number>>;
}

export interface ModelLimit {
  readonly perMinute: number;
  readonly burst: number;
}

const SECOND = 1_000_000_000n;
const TOKEN = 60n * SECOND;

export const freshState = ({ burst }: ModelLimit): ModelState => ({
  ...{ now: 0n, tokens: BigInt(burst) * TOKEN, tracks: {}, events: [], counts: {} },
});

/** @param rules those that apply to the container, the most severe first, then by id */
export function judgeLine(
  state: ModelState,
  line: WrittenLine,
  { rules, limit }: { readonly rules: readonly ModelRule[]; readonly limit: ModelLimit },
): void {
  if (line.at < state.now - 2n * SECOND) {
    for (const track of Object.values(state.tracks)) [track.hits, track.lastAdmitted] = [[], undefined];
    [state.now, state.tokens] = [line.at, freshState(limit).tokens];
  }
  if (line.at > state.now) {
    const refilled = state.tokens + (line.at - state.now) * BigInt(limit.perMinute);
    const full = freshState(limit).tokens;
    [state.now, state.tokens] = [line.at, refilled < full ? refilled : full];
  }
  for (const rule of rules) {
    if ((rule.stream ?? line.stream) !== line.stream || !rule.pattern.test(line.text)) continue;
    state.counts[rule.id] ??= {};
    const counts = state.counts[rule.id] ?? {};
    const decision = rule.exclude?.test(line.text) ? 'excluded' : decide(state, line, rule);
    counts[decision] = (counts[decision] ?? 0) + 1;
  }
}

function decide(state: ModelState, line: WrittenLine, rule: ModelRule): string {
  const { now, events } = state;
  state.tracks[rule.id] ??= { hits: [], lastAdmitted: undefined, heldBack: 0, event: undefined };
  const track = state.tracks[rule.id] as Track; // It was made just now.
  const decision = reason();
  if (decision === 'admitted') {
    state.tokens -= TOKEN;
    track.event = {
      ...{ rule: rule.id, at: line.at, text: line.text, suppressed: track.heldBack },
      ...{ heldBack: 0, lastSeen: undefined },
    };
    events.push(track.event);
    [track.hits, track.lastAdmitted, track.heldBack] = [[], now, 0];
  } else {
    track.heldBack++;
    if (track.event) [track.event.heldBack, track.event.lastSeen] = [track.heldBack, line.at];
  }
  return decision;

  function reason(): string {
    if (rule.threshold) {
      const since = now - BigInt(rule.threshold.seconds) * SECOND;
      track.hits = [...track.hits.filter((hit) => hit > since), now];
      if (track.hits.length < rule.threshold.count) return 'threshold';
    }
    const ms = Number(line.at) / 1e6;
    if (rule.mutes?.some(([from, until]) => from <= ms && ms < until)) return 'muted';
    if (track.lastAdmitted !== undefined && now < track.lastAdmitted + BigInt(rule.cooldownSeconds) * SECOND)
      return 'cooldown';
    return state.tokens < TOKEN ? 'rate_limit' : 'admitted';
  }
}
