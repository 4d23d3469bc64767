// The channel for programs: the event as JSON, signed, or a body of one's own making.
import { z } from 'zod';
import { HOPS_HEADER, hopsOf } from '../../core/events/hops.ts';
import { type Channel, configFault, defineChannel, destinationOf, type SendTools } from '../channel.ts';
import { httpAttempt } from '../http-attempt.ts';
import type { Message } from '../message.ts';
import { secretRecord, secretText } from '../secret-fields.ts';
import { targetOf, webUrl } from '../web-fields.ts';
import { readTemplate } from './body-template.ts';
import { headerSecrets } from './header-secrets.ts';
import { isSigningSecret, signatureHeaders, withoutPrefix } from './signature.ts';

/** They say how the request is carried, or are signed: nobody else writes them. */
const OURS =
  /^(?:host|connection|keep-alive|content-(?:length|type|encoding)|transfer-encoding|te|trailer|upgrade|expect|accept-encoding|proxy-.*|webhook-.*|tocsin-.*)$/i;

const signingSecret = () =>
  secretText('"whsec_" and 24 to 64 bytes in base64, or "whsk_" and a private key of ed25519', isSigningSecret, {
    isSent: false,
  }).optional();

const schema = z.strictObject({
  url: webUrl(),
  headers: secretRecord({
    name: z
      .string()
      .regex(/^[\w!#$%&'*+.^`|~-]{1,100}$/, 'is no name of a header')
      .refine((name) => !OURS.test(name), 'is a header that cannot be set'),
    value: z.string().regex(/^[\t\x20-\x7e]{0,4096}$/, 'must be one line of ASCII'),
    most: 20,
  }).optional(),
  signing_secret: signingSecret(),
  /** Signs as well, until every receiver knows the new one. */
  previous_signing_secret: signingSecret(),
  body_template: z.string().max(16_384).optional(),
  body_type: z.enum(['json', 'text']).default('json'),
});

const ROOTS = ['type', 'timestamp', 'id', 'test', 'trigger', 'event', 'link', 'data'];

export const webhook: Channel = defineChannel({
  kind: 'webhook',
  schema,
  mainSecret: 'signing_secret',
  staleAfterMs: null,
  rate: { burst: 50, perSecond: 50 },
  ready(config) {
    const { url, headers = [], body_template: template, body_type: type } = config;
    const read = targetOf(url);
    if (!read.ok) return configFault('url', read.words);
    const own = template === undefined ? undefined : readTemplate(template, type, ROOTS);
    if (own?.ok === false) return configFault('body_template', own.message);
    if (type === 'text' && own === undefined) return configFault('body_type', 'Only a body_template can be text.');
    const signing = [config.signing_secret, config.previous_signing_secret].flatMap((secret) => secret ?? []);
    const destination = destinationOf('webhook', url);
    const send = (message: Message, tools: SendTools, signal: AbortSignal) => {
      const payload = payloadOf(message);
      const body = own?.render({ ...payload, ...payload.data, id: message.id }) ?? JSON.stringify(payload);
      const secrets = signing.map((secret) => secret.reveal());
      const values = headers.map(([name, value]) => [name.toLowerCase(), value.reveal()] as const);
      const request = {
        url,
        body,
        isShown: message.isTest,
        headers: {
          ...Object.fromEntries(values),
          'content-type': type === 'json' ? 'application/json' : 'text/plain; charset=utf-8',
          // A receiver that sends it back with an event of its own ends a circle.
          [HOPS_HEADER]: String(Math.max(1, hopsOf(message.event.metadata))),
          ...signatureHeaders({ id: message.id, at: message.at, body, secrets }),
        },
        secrets: [...secrets, ...secrets.map(withoutPrefix), ...values.flatMap(([, value]) => headerSecrets(value))],
      };
      return httpAttempt(tools, request, signal);
    };
    return { ok: true, channel: { destination, target: read.target, send } };
  },
});

/** The contract of the API: the same for a test, but for the word that says so. */
function payloadOf({ event, trigger, isTest, link }: Message) {
  const { id, source, severity, message, metadata } = event;
  return {
    type: 'event.triggered',
    timestamp: new Date(event.createdAt).toISOString(),
    data: {
      test: isTest,
      trigger: { id: trigger.id, name: trigger.name },
      event: { id, source, severity, message, metadata, created_at: new Date(event.createdAt).toISOString() },
      ...(link !== undefined && { link }),
    },
  };
}
