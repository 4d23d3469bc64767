// The contract of channels: a channel makes one request for one message, and says what became of it. When it is tried, again or at all, others decide.

import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { issueWords } from '../config/input/issue-words.ts';
import type { Clock } from '../core/clock.ts';
import type { DeliveryVerdict } from '../core/deliveries/delivery-verdict.ts';
import type { ErrorDetail } from '../core/errors.ts';
import type { GuardedConnect } from '../net/egress/guarded-connect.ts';
import type { Target } from '../net/egress/target.ts';
import type { GuardedFetch } from '../net/guarded-fetch.ts';
import type { Message } from './message.ts';
import type { RawConfig } from './secret-fields.ts';

/** What a channel sends with. */
export interface SendTools {
  readonly http: Pick<GuardedFetch, 'send'>;
  readonly connect: GuardedConnect;
  readonly clock: Clock;
  /** In which messages tell the time, such as `Europe/Berlin`. */
  readonly timeZone: string;
  /** Authorities to trust besides those of the system, as PEM. */
  readonly trust: readonly string[];
}

/** What is kept and shown of one attempt. It holds no secret. */
export interface Attempt {
  readonly verdict: DeliveryVerdict;
  /** Of HTTP or SMTP; null when there was no answer. */
  readonly status: number | null;
  /** A sentence for people. */
  readonly words: string;
  /** The beginning of what was answered; null when nothing was, and for all but tests, of which alone it is shown. */
  readonly excerpt: string | null;
  readonly durationMs: number;
}

/** A channel with a configuration that holds. */
export interface ReadyChannel {
  /** The same for all that go to the same receiver, which share its concurrency, its rate and its breaker. It holds no secret. */
  readonly destination: string;
  /** Where it leads, for the guard to look at before it is saved. */
  readonly target: Target;
  /** Makes one request. It never rejects, and ends soon after the signal. */
  send(message: Message, tools: SendTools, signal: AbortSignal): Promise<Attempt>;
}

export type Readied =
  | { readonly ok: true; readonly channel: ReadyChannel }
  | { readonly ok: false; readonly faults: readonly ErrorDetail[] };

export interface Channel {
  readonly kind: string;
  /** What its configuration holds; secret fields are marked (`secret-fields.ts`). */
  readonly schema: z.ZodObject;
  /** The field that a trigger's `action_secret` writes. */
  readonly mainSecret: string;
  /** After so long a message is only noise; null where it never is. */
  readonly staleAfterMs: number | null;
  /** How many messages one receiver takes. */
  readonly rate: { readonly burst: number; readonly perSecond: number };
  /** What a configuration means hangs on nothing but itself. */
  ready(config: RawConfig): Readied;
}

/** Of chats and pushes. */
export const STALE_CHAT_MS = 6 * 3_600_000;

interface Definition<Schema extends z.ZodObject> extends Omit<Channel, 'ready'> {
  readonly schema: Schema;
  /** What holds between fields, and where it leads. */
  readonly ready: (config: z.output<Schema>) => Readied;
}

/** A channel whose configuration is checked against its schema before anything else sees it. */
export function defineChannel<Schema extends z.ZodObject>({ ready, ...definition }: Definition<Schema>): Channel {
  return {
    ...definition,
    ready(config) {
      const read = definition.schema.safeParse(config, { error: issueWords });
      if (read.success) return ready(read.data);
      const faults = read.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
      return { ok: false, faults };
    },
  };
}

/** A digest, because what tells receivers apart is often secret. */
export function destinationOf(kind: string, ...parts: readonly string[]): string {
  return `${kind}:${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)}`;
}

export const configFault = (path: string, message: string): Readied => ({ ok: false, faults: [{ path, message }] });
