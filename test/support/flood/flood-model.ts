// Flood control written down as simply as possible: every line and every hit is remembered for ever, and looked through each time.
import type { Decision } from '../../../src/core/flood/decision.ts';

export interface ModelRule {
  readonly id: string;
  readonly cooldown: number;
  readonly threshold?: { readonly count: number; readonly window: number } | undefined;
  /** Half-open, in nanoseconds. */
  readonly mutes: readonly (readonly [from: bigint, until: bigint])[];
}

export interface ModelLine {
  /** Nanoseconds. */
  readonly at: bigint;
  /** Rules that match, in the order in which they are asked. */
  readonly rules: readonly ModelRule[];
}

export interface ModelDecision {
  readonly rule: string;
  readonly decision: Decision;
  readonly suppressed?: number;
}

const SECOND = 1_000_000_000n;

interface PastHit {
  readonly rule: string;
  readonly at: bigint;
  readonly decision: Decision;
}

export function floodModel(
  lines: readonly ModelLine[],
  { perMinute, burst }: { readonly perMinute: number; readonly burst: number },
): ModelDecision[] {
  const decided: ModelDecision[] = [];
  const heldBack = new Map<string, number>();
  let [now, past]: [bigint | undefined, PastHit[]] = [undefined, []];
  for (const line of lines) {
    if (now !== undefined && line.at < now - 2n * SECOND) [now, past] = [line.at, []];
    const at: bigint = now === undefined || line.at > now ? line.at : now;
    now = at;
    for (const rule of line.rules) {
      const own = past.filter((hit) => hit.rule === rule.id);
      const lastAdmitted = own.findLast(({ decision }) => decision === 'admitted');
      const decide = (): Decision => {
        if (rule.threshold) {
          const since = lastAdmitted ? own.slice(own.lastIndexOf(lastAdmitted) + 1) : own;
          const window = BigInt(rule.threshold.window) * SECOND;
          if (since.filter((hit) => hit.at > at - window).length + 1 < rule.threshold.count) return 'threshold';
        }
        if (rule.mutes.some(([from, until]) => from <= line.at && line.at < until)) return 'muted';
        if (lastAdmitted && at - lastAdmitted.at < BigInt(rule.cooldown) * SECOND) return 'cooldown';
        return perMinute > 0 && tokens(past, { at, perMinute, burst }) < 60n * SECOND ? 'rate_limit' : 'admitted';
      };
      const decision = decide();
      past.push({ rule: rule.id, at, decision });
      const before = heldBack.get(rule.id) ?? 0;
      heldBack.set(rule.id, decision === 'admitted' ? 0 : before + 1);
      decided.push({ rule: rule.id, decision, ...(decision === 'admitted' && { suppressed: before }) });
    }
  }
  return decided;
}

/** In sixty thousand millionths of a token. */
function tokens(
  past: readonly PastHit[],
  { at, perMinute, burst }: { readonly at: bigint; readonly perMinute: number; readonly burst: number },
): bigint {
  const full = BigInt(burst) * 60n * SECOND;
  let [level, since] = [full, 0n];
  const refill = (until: bigint): void => {
    const more = level + (until - since) * BigInt(perMinute);
    [level, since] = [more < full ? more : full, until];
  };
  for (const hit of past) {
    if (hit.decision !== 'admitted') continue;
    refill(hit.at);
    level -= 60n * SECOND;
  }
  refill(at);
  return level;
}
