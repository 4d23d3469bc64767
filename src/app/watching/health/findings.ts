// What is wrong with the watching of a place, in sentences, and what that amounts to.
import type { WatchingVerdict } from '../../../core/lines/watching-verdict.ts';
import type { CoverageFigures } from '../../../tail/coverage/coverage.ts';

/** An engine may be away for so long: a restart of it is no blindness. */
const GRACE_MS = 60_000;

export interface Finding {
  readonly status: 'degraded' | 'failing';
  readonly reason: string;
  /** There is nothing to watch: nothing is wrong with what is. */
  readonly isNothing?: true;
}

export type TailFindings = Pick<CoverageFigures, 'active' | 'stuck' | 'states'>;

/** What origins of a kind are called, one and several. */
export type OriginWords = readonly [one: string, many: string];

export function verdictOf(findings: readonly Finding[]): WatchingVerdict {
  const failing = findings.some(({ status }) => status === 'failing');
  return {
    status: failing ? 'failing' : findings.length > 0 ? 'degraded' : 'ok',
    reasons: findings.map(({ reason }) => reason),
    isTroubled: findings.some(({ isNothing }) => !isNothing),
  };
}

export const blindness = (forMs: number, reason: string): Finding => ({
  status: forMs >= GRACE_MS ? 'failing' : 'degraded',
  reason,
});

/** Of a place that another instance watches, `place` being what it is called. */
export function findingsToldOf(place: string, told: WatchingVerdict | undefined): Finding[] {
  if (told === undefined || told.status === 'ok') return [];
  const { status, reasons, isTroubled } = told;
  const reason = `The instance that watches ${place} says: ${reasons.join(' ')}`;
  return [isTroubled ? { status, reason } : { status, reason, isNothing: true }];
}

export function findingsOfTails({ active, stuck, states }: TailFindings, [one, many]: OriginWords): Finding[] {
  const findings: Finding[] = [];
  const count = (number: number): string => `${number} ${number === 1 ? one : many}`;
  const are = (number: number): string => (number === 1 ? 'is' : 'are');
  if (stuck > 0)
    findings.push({
      status: 2 * stuck > active ? 'failing' : 'degraded',
      reason: `${count(stuck)} ${are(stuck)} stuck: newer lines are known and do not come.`,
    });
  if (states.unreadable > 0)
    findings.push({
      status: 'degraded',
      reason: `Nobody can read ${count(states.unreadable)}: /api/containers?state=unreadable says why.`,
    });
  if (states.degraded > 0)
    findings.push({
      status: 'degraded',
      reason: `The engine gives no lines of ${count(states.degraded)}: /api/containers?state=degraded says why.`,
    });
  if (states.failed > 0)
    findings.push({
      status: 'degraded',
      reason: `The reading of ${count(states.failed)} has failed and is tried again.`,
    });
  if (states.over_limit > 0)
    findings.push({
      status: 'degraded',
      reason: `${count(states.over_limit)} ${states.over_limit === 1 ? 'waits' : 'wait'} to be watched: as many are as can be.`,
    });
  return findings;
}
