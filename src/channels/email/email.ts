// E-mail, by the SMTP server of one's choice, over a connection that the guard opened.
import { z } from 'zod';
import { mailTarget } from '../../net/egress/target.ts';
import { type Attempt, type Channel, configFault, defineChannel, destinationOf, type SendTools } from '../channel.ts';
import type { Message } from '../message.ts';
import { secretText } from '../secret-fields.ts';
import { type MailServer, sendMail } from './send-mail.ts';

const PORTS = { tls: 465, starttls: 587, none: 25 } as const;

const address = () => z.email('must be an address of mail').max(254);

const schema = z.strictObject({
  host: z.string().min(1).max(255),
  port: z.int().min(1).max(65_535).optional(),
  /** `tls` from the first byte, `starttls` before anything of worth is said, or `none`. */
  security: z.enum(['tls', 'starttls', 'none']).default('starttls'),
  username: z.string().min(1).max(255).optional(),
  password: secretText('up to 1,000 characters', ({ length }) => length > 0 && length <= 1_000).optional(),
  from: address(),
  to: z.array(address()).min(1).max(50),
});

export const email: Channel = defineChannel({
  kind: 'email',
  schema,
  mainSecret: 'password',
  staleAfterMs: null,
  rate: { burst: 10, perSecond: 1 },
  ready(config) {
    const { security, username, password, from, to } = config;
    const read = mailTarget({ host: config.host, port: config.port ?? PORTS[security] });
    if (!read.ok) return configFault('host', read.words);
    if ((username === undefined) !== (password === undefined))
      return configFault('password', 'A login needs both, a username and a password.');
    if (password !== undefined && security === 'none')
      return configFault(
        'security',
        'Without TLS a password could be read by everybody on the way: use "tls" or "starttls".',
      );
    const login = username === undefined || password === undefined ? undefined : { username, password };
    const server: MailServer = { target: read.target, security, login, from, to };
    const destination = destinationOf('email', read.target.host, String(read.target.port), username ?? '');
    const send = (message: Message, tools: SendTools, signal: AbortSignal): Promise<Attempt> =>
      sendMail(server, { message, tools }, signal);
    return { ok: true, channel: { destination, target: read.target, send } };
  },
});
