// The receiver that is built into the demo: it takes every message and tells nobody. There is no other way out of the demo, so nothing ever leaves it.
import type { SentAttempt } from '../../core/deliveries/delivery.ts';
import { DELIVERED, retry } from '../../core/deliveries/delivery-verdict.ts';
import type { ErrorDetail } from '../../core/errors.ts';
import { oneLine } from '../../core/text/plain-text.ts';
import { truncate } from '../../core/text/truncate.ts';
import type { Channels, Message } from '../../triggers/sending.ts';

/** The name with which triggers of the demo choose it. */
export const DEMO_CHANNEL = 'demo';

/** One of so many messages is refused once, so that one can see how that is made up for. */
const BUSY_EVERY = 7;

export function demoChannels(): Channels {
  const seen = new Set<string>();
  return {
    names: [DEMO_CHANNEL],
    mannersOf: () => ({ limits: { burst: 20, perSecond: 5, concurrency: 4 }, expiresMs: undefined }),
    destinationOf: () => DEMO_CHANNEL,
    writtenFaultsOf: ({ channel }) => faultsOf(channel),
    faultsOf: async ({ channel }) => faultsOf(channel),
    mainSecretOf: () => undefined,
    keepSecrets: (_channel, config) => ({ ok: true, config }),
    shown: (_channel, config) => config,
    approach: () => undefined,
    async send({ channel }, message) {
      const fault = faultsOf(channel)[0];
      if (fault) return attempt({ outcome: 'rejected', reason: 'misconfigured', disables: false }, fault.message);
      if (!isTriedAgain(message, seen)) return attempt(retry('busy'), 'The demo’s receiver was busy, for once.', 503);
      return attempt(DELIVERED, `The demo’s receiver took it: ${shown(message)}`, 200);
    },
  };
}

/** A message that comes a second time, or need not. */
function isTriedAgain({ id, isTest, event }: Message, seen: Set<string>): boolean {
  if (isTest || Number(event.id) % BUSY_EVERY !== 0 || seen.delete(id)) return true;
  seen.add(id);
  return false;
}

function faultsOf(channel: string): readonly ErrorDetail[] {
  if (channel === DEMO_CHANNEL) return [];
  return [{ path: 'channel', message: 'Nothing leaves the demo: it has its own receiver, the channel "demo".' }];
}

const shown = ({ event }: Message): string =>
  `DEMO · ${event.severity.toUpperCase()} · ${truncate(oneLine(event.message), { most: 120 })}`;

const attempt = (verdict: SentAttempt['verdict'], words: string, status: number | null = null): SentAttempt => ({
  verdict,
  words,
  status,
  excerpt: null,
  durationMs: 0,
});
