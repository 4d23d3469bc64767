// Each channel with a configuration that leads to a receiver of the test, and with secrets that a test can look for.
import { ALL_CHANNELS, CHANNEL_KINDS, type ChannelKind } from '../../../src/channels/all-channels.ts';
import type { ReadyChannel, SendTools } from '../../../src/channels/channel.ts';
import type { Message } from '../../../src/channels/message.ts';
import type { RawConfig } from '../../../src/channels/secret-fields.ts';
import { type Clock, systemClock } from '../../../src/core/clock.ts';
import type { StoredEvent } from '../../../src/core/events/stored-event.ts';
import { guarded } from '../../support/guarded.ts';
import { TRUST } from '../../support/receiver-certificates.ts';

export const WEB_KINDS = CHANNEL_KINDS.filter((kind) => kind !== 'email');

/** Everything that may not be seen anywhere, in the order in which the samples use them. */
export const CANARIES = ['canaryAlpha-Zq81', 'canaryBeta/"Zq82', 'canaryGamma_Zq83xx'] as const;
const [ALPHA, BETA, GAMMA] = CANARIES;
export const SIGNING = `whsec_${Buffer.from('canary of twenty-four bytes and more').toString('base64')}`;
export const OLD_SIGNING = `whsec_${Buffer.from('an older one, of twenty-four bytes').toString('base64')}`;

/** `base` is `http://127.0.0.1:…`. */
const WEB_CONFIGS: Readonly<Record<Exclude<ChannelKind, 'email'>, (base: string) => RawConfig>> = {
  webhook: (base) => ({
    url: `${base}/hook`,
    headers: { Authorization: `Bearer ${ALPHA}`, 'X-Api': BETA },
    signing_secret: SIGNING,
    previous_signing_secret: OLD_SIGNING,
  }),
  slack: (base) => ({ url: `${base}/services/T1/B1/${GAMMA}` }),
  discord: (base) => ({ url: `${base}/api/webhooks/1/${GAMMA}` }),
  telegram: (base) => ({ api_url: base, token: `123456:${GAMMA}`, chat_id: '-100' }),
  ntfy: (base) => ({ url: base, topic: 'alerts', username: 'me', password: BETA }),
  gotify: (base) => ({ url: `${base}/push/`, token: ALPHA }),
  teams: (base) => ({ url: `${base}/workflows/1?sig=${GAMMA}` }),
  apprise: (base) => ({ url: base, urls: `json://user:${ALPHA}@host, tgram://${GAMMA}/1` }),
};

export interface TestedChannel extends Omit<ReadyChannel, 'send'> {
  send(message: Message, signal: AbortSignal): ReturnType<ReadyChannel['send']>;
}

export function readyFor(kind: ChannelKind, config: RawConfig, tools: SendTools): TestedChannel {
  const ready = ALL_CHANNELS[kind].ready(config);
  if (!ready.ok) throw new Error(`${kind}: ${JSON.stringify(ready.faults)}`);
  const { channel } = ready;
  return { ...channel, send: (message, signal) => channel.send(message, tools, signal) };
}

export const webConfig = (kind: Exclude<ChannelKind, 'email'>, base: string): RawConfig => WEB_CONFIGS[kind](base);

/** What channels send with; only receivers on this machine can be reached. */
export function toolsFor(clock: Clock = systemClock): SendTools {
  return { ...guarded({ allow: '127.0.0.0/8', clock, trust: TRUST }), clock, timeZone: 'Europe/Berlin', trust: TRUST };
}

export function sampleEvent(change: Partial<StoredEvent> = {}): StoredEvent {
  return {
    id: '4711',
    source: 'logscan',
    severity: 'error',
    message: 'ERROR disk /var is full (97 %)',
    metadata: {
      workload_id: '0123456789abcdef',
      workload_name: 'shop/web',
      container_name: 'shop-web-1',
      host: 'nas',
      rule_name: 'Disk full',
      line_at: '2026-11-26T03:05:06.789Z',
      captures: { disk: '/var', $1: '97' },
      suppressed: 14,
    },
    workloadId: '0123456789abcdef',
    ruleId: 'yaml-0123456789abcdef',
    heldBack: 0,
    lastSeen: null,
    createdAt: Date.parse('2026-11-26T03:05:07.000Z'),
    ...change,
  };
}

export function sampleMessage(change: Partial<Message> = {}): Message {
  return {
    id: 'msg_4711_9',
    isTest: false,
    at: Date.parse('2026-11-26T03:05:08.000Z'),
    trigger: { id: '9', name: 'To the team' },
    event: sampleEvent(),
    link: 'https://tocsin.example.org/events/4711',
    ...change,
  };
}
