// One HTTP request as an attempt: what its status means for the delivery, and what may be shown of it.
import { DELIVERED, type DeliveryVerdict, rejected, retry } from '../core/deliveries/delivery-verdict.ts';
import { excerpt } from '../net/http/excerpt.ts';
import type { Answer } from '../net/http/exchange.ts';
import { masked } from '../net/http/masked.ts';
import { retryAfterMs } from '../net/http/retry-after.ts';
import type { NetFault } from '../net/net-fault.ts';
import type { Attempt, SendTools } from './channel.ts';

export interface HttpMessage {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text as it is, anything else as JSON. */
  readonly body: unknown;
  /** Whether anybody is shown what was answered, as after a test. */
  readonly isShown: boolean;
  /** Whatever must not come back in an excerpt. */
  readonly secrets: readonly string[];
  /** What a service means otherwise than HTTP does; undefined for the rest. */
  readonly judge?: (answer: ReadAnswer) => DeliveryVerdict | undefined;
}

/** An answer with its body read as JSON, where it is JSON. */
export interface ReadAnswer extends Answer {
  readonly json: unknown;
  readonly waitMs: number | undefined;
}

export async function httpAttempt(tools: SendTools, message: HttpMessage, signal: AbortSignal): Promise<Attempt> {
  const { url, headers = {}, body, secrets } = message;
  const started = tools.clock.monotonic();
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = { 'content-type': 'application/json', 'user-agent': 'Tocsin' };
  const result = await tools.http.send({ url, headers: { ...type, ...headers }, body: text, signal });
  const durationMs = Math.round(tools.clock.monotonic() - started);
  if (!result.ok) return failed(result.fault, secrets, durationMs);
  const { answer } = result;
  const read = { ...answer, json: jsonOf(answer.body), waitMs: retryAfterMs({ ...answer, now: tools.clock.now() }) };
  return {
    verdict: message.judge?.(read) ?? verdictOf(read),
    status: answer.status,
    words: `It was answered with ${answer.status}.`,
    excerpt: message.isShown ? excerpt(answer.body, secrets, answer.isWhole) : null,
    durationMs,
  };
}

function failed({ kind, words, mayPass }: NetFault, secrets: readonly string[], durationMs: number): Attempt {
  const verdict = mayPass ? retry(kind) : rejected(kind);
  return { verdict, status: null, words: masked(words, secrets), excerpt: null, durationMs };
}

/** What each status means where a service says nothing else. */
export function verdictOf({ status, waitMs }: Pick<ReadAnswer, 'status' | 'waitMs'>): DeliveryVerdict {
  if (status >= 200 && status < 300) return DELIVERED;
  if (status === 408 || status === 425) return retry('busy', waitMs);
  if (status === 429) return retry('rate_limited', waitMs);
  if (status >= 500) return retry('server_error', waitMs);
  if (status >= 300 && status < 400) return rejected('redirected');
  if (status === 401 || status === 403) return rejected('unauthorized');
  if (status === 404) return rejected('not_found');
  if (status === 410) return rejected('gone', true);
  return rejected(status === 413 ? 'too_large' : 'refused');
}

/** The whole is needed: half a JSON says nothing. */
function jsonOf(body: Uint8Array): unknown {
  // Most answers of a webhook: to find out that nothing is no JSON takes longer than all else that is read of them.
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

/** A value within JSON that somebody else wrote. */
export function valueAt(json: unknown, ...path: readonly string[]): unknown {
  let value = json;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = Reflect.get(value, name);
  }
  return value;
}
