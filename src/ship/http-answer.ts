// What the answer to a batch means that went over HTTP, where a provider says nothing else.
import { excerpt } from '../net/http/excerpt.ts';
import type { Answer, Exchanged } from '../net/http/exchange.ts';
import { retryAfterMs } from '../net/http/retry-after.ts';
import type { SendResult } from './destination.ts';
import { failureOfFault } from './fault-result.ts';

export interface AnswerContext {
  /** As people call it. */
  readonly provider: string;
  /** Whatever must not come back in words. */
  readonly secrets: readonly string[];
  readonly now: number;
}

type Failure = Exclude<SendResult, { outcome: 'sent' | 'partly' }>;

/** Undefined where all were taken as far as HTTP tells. */
export function failureOf(exchanged: Exchanged, context: AnswerContext): Failure | undefined {
  return exchanged.ok ? failureOfStatus(exchanged.answer, context) : failureOfFault(exchanged.fault, context.secrets);
}

/** Undefined for a success. */
export function failureOfStatus(answer: Answer, { provider, secrets, now }: AnswerContext): Failure | undefined {
  const { status } = answer;
  if (status >= 200 && status < 300) return undefined;
  const said = excerpt(answer.body, secrets, answer.isWhole);
  const words = `${provider} answered ${status}${said === '' ? '' : `: ${said}`}`;
  if (status === 413) return { outcome: 'too_large', words };
  if (status === 408 || status === 429 || status >= 500)
    return { outcome: 'again', words, waitMs: retryAfterMs({ headers: answer.headers, now }) };
  return { outcome: 'refused', words, kind: `${status}` };
}
