// What the answer to a batch means that went over HTTP, where a provider says nothing else.
import { excerpt, masked } from '../net/http/excerpt.ts';
import type { Answer, Exchanged } from '../net/http/exchange.ts';
import { retryAfterMs } from '../net/http/retry-after.ts';
import type { SendResult } from './destination.ts';

export interface AnswerContext {
  /** As people call it. */
  readonly provider: string;
  /** Whatever must not come back in words. */
  readonly secrets: readonly string[];
  readonly now: number;
}

/** Undefined where all were taken as far as HTTP tells. */
export function failureOf(
  exchanged: Exchanged,
  context: AnswerContext,
): Exclude<SendResult, { outcome: 'sent' }> | undefined {
  if (exchanged.ok) return failureOfStatus(exchanged.answer, context);
  const { kind, words, mayPass } = exchanged.fault;
  const isLasting = !mayPass || kind === 'name_unknown' || kind === 'denied';
  return { outcome: isLasting ? 'refused' : 'again', words: masked(words, context.secrets) };
}

function failureOfStatus(answer: Answer, { provider, secrets, now }: AnswerContext) {
  const { status } = answer;
  if (status >= 200 && status < 300) return undefined;
  const said = excerpt(answer.body, secrets);
  const words = `${provider} answered ${status}${said === '' ? '' : `: ${said}`}`;
  if (status === 413) return { outcome: 'too_large', words } as const;
  if (status === 408 || status === 425 || status === 429 || status >= 500)
    return { outcome: 'again', words, waitMs: retryAfterMs({ headers: answer.headers, now }) } as const;
  return { outcome: 'refused', words } as const;
}
