// How the server is, in one sentence, and why.
import type { Health, HealthReport, WatchingReport } from '../../api/shapes.ts';
import { showCount } from '../../format/count.ts';
import { type Hand, isUrgent } from './hands/hand.ts';

export interface Verdict {
  readonly status: Health;
  readonly sentence: string;
  /** Why, in the words of the first check that is not content, else what needs a hand first; else what somebody decided; undefined when there is nothing to say. */
  readonly why: string | undefined;
}

export interface Reports {
  readonly health: Pick<HealthReport, 'status' | 'checks'>;
  readonly watching: WatchingReport;
}

/** Both reports, and what needs a hand, as one sentence. It is green only when the server is well, watches everything that it should, and nothing needs a hand: green over anything else would be a lie. What a person wanted so is no reason for an alarm that would never end. */
export function verdictOn({ health, watching }: Reports, hands: readonly Hand[]): Verdict {
  const whyIll = Object.values(health.checks).find(({ status }) => status === health.status)?.message;
  const whyBlind = watching.reasons[0];
  if (health.status === 'failing') return { status: 'failing', sentence: 'This server is not well', why: whyIll };
  if (watching.status === 'failing')
    return { status: 'failing', sentence: 'Something is not being watched', why: whyBlind };
  if (health.status === 'degraded')
    return { status: 'degraded', sentence: 'This server works, but something needs a look', why: whyIll };
  if (watching.status === 'degraded')
    return { status: 'degraded', sentence: 'This server is well, but not everything is watched', why: whyBlind };
  const urgent = hands.filter(isUrgent);
  const [first] = urgent.length > 0 ? urgent : hands;
  const why = first && `${first.what}.`;
  if (urgent.length === 0) return { status: 'ok', sentence: 'All is well', why };
  const needs = showCount(urgent.length, 'thing needs', 'things need');
  return { status: 'degraded', sentence: `This server is well, and ${needs} a hand`, why };
}
