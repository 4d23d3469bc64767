// The channel e-mail with a mail server of the test.
import type { RawConfig } from '../../../src/channels/secret-fields.ts';
import { type Clock, systemClock } from '../../../src/core/clock.ts';
import { RECEIVER_TLS } from '../../support/receiver-certificates.ts';
import { type SmtpReceiver, type SmtpScript, startSmtpReceiver } from '../../support/smtp-receiver.ts';
import { readyFor, type TestedChannel, toolsFor } from './channel-under-test.ts';

export const MAIL_PASSWORD = 'canaryDelta/"Zq84';

export interface MailScene {
  readonly receiver: SmtpReceiver;
  readonly channel: TestedChannel;
}

export async function mailScene(
  { security = 'starttls', tls = RECEIVER_TLS.sound, ...script }: Partial<SmtpScript> = {},
  { clock = systemClock, config = {} }: { readonly clock?: Clock; readonly config?: RawConfig } = {},
): Promise<MailScene> {
  const receiver = await startSmtpReceiver({ security, tls, ...script });
  const login = security === 'none' ? {} : { username: 'tocsin', password: MAIL_PASSWORD };
  const place = { host: '127.0.0.1', port: receiver.port, security };
  const people = { from: 'tocsin@example.org', to: ['ops@example.org', 'boss@example.org'] };
  return { receiver, channel: readyFor('email', { ...place, ...login, ...people, ...config }, toolsFor(clock)) };
}
