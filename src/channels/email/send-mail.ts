// Sends one mail: opens the connection, hands it to the library that speaks SMTP, and says what became of it.
import { createTransport } from 'nodemailer';
import type { Secret } from '../../config/secret.ts';
import { rejected, retry } from '../../core/deliveries/delivery-verdict.ts';
import type { Connected } from '../../net/egress/guarded-connect.ts';
import { placeText } from '../../net/egress/place.ts';
import type { Target } from '../../net/egress/target.ts';
import { excerpt } from '../../net/http/excerpt.ts';
import { secure, tlsDemands } from '../../net/http/tls-connect.ts';
import type { Attempt, SendTools } from '../channel.ts';
import { factsOf, type Message } from '../message.ts';
import { mailText } from './mail-text.ts';
import { smtpFailure, smtpSuccess } from './smtp-verdict.ts';

export interface MailServer {
  readonly target: Target;
  readonly security: 'tls' | 'starttls' | 'none';
  readonly login: { readonly username: string; readonly password: Secret } | undefined;
  readonly from: string;
  readonly to: readonly string[];
}

interface Sending {
  readonly message: Message;
  readonly tools: SendTools;
}

type Result = Omit<Attempt, 'durationMs'>;

/** The whole of one mail, from the name to the last answer. */
const MAIL_MS = 15_000;
/** The library's own limits, which know no clock of ours: behind ours, so that they never come first. */
const LIBRARY_MS = 30_000;

export async function sendMail(server: MailServer, sending: Sending, signal: AbortSignal): Promise<Attempt> {
  const { clock } = sending.tools;
  const started = clock.monotonic();
  const [late, done] = [new AbortController(), new AbortController()];
  const timer = clock.sleep(MAIL_MS, done.signal).then(() => late.abort());
  try {
    const result = await converse(server, sending, AbortSignal.any([signal, late.signal]));
    const durationMs = Math.round(clock.monotonic() - started);
    const ended = result.verdict.outcome === 'delivered' || !late.signal.aborted ? result : tooLate(server);
    return { ...(signal.aborted && ended.verdict.outcome !== 'delivered' ? GIVEN_UP : ended), durationMs };
  } finally {
    done.abort();
    await timer;
  }
}

const nothing = { status: null, excerpt: null } as const;
const GIVEN_UP: Result = {
  ...nothing,
  verdict: retry('stopped'),
  words: 'It was given up before there was an answer.',
};

const placeOf = ({ host, port }: Target): string => placeText(host, port);

/** Whether the server has the mail nobody knows; if it comes again, it is the same one by its Message-ID. */
const tooLate = ({ target }: MailServer): Result => ({
  ...nothing,
  verdict: retry('timeout'),
  words: `${placeOf(target)} did not answer within ${MAIL_MS / 1_000} s.`,
});

async function converse(server: MailServer, sending: Sending, signal: AbortSignal): Promise<Result> {
  const { message } = sending;
  const connected = await connection(server, sending.tools, signal);
  if (!connected.ok) {
    const { kind, words, mayPass } = connected.fault;
    return { ...nothing, verdict: mayPass ? retry(kind) : rejected(kind), words };
  }
  const { socket } = connected;
  const transport = transportFor(server, sending.tools, socket);
  try {
    const sent = await transport.sendMail({ ...mailOf(server, sending), signal });
    return { ...smtpSuccess(sent), excerpt: message.isTest ? shown(server, sent.response) : null };
  } catch (error) {
    const response = error instanceof Error && 'response' in error ? String(error.response) : '';
    const failure = smtpFailure(placeOf(server.target), error);
    return { ...failure, excerpt: failure.status === null || !message.isTest ? null : shown(server, response) };
  } finally {
    transport.close();
    socket.destroy();
  }
}

async function connection({ target, security }: MailServer, tools: SendTools, signal: AbortSignal): Promise<Connected> {
  const connected = await tools.connect.connect(target, signal);
  if (!connected.ok || security !== 'tls') return connected;
  return await secure(connected.socket, { ...tools, host: target.host, place: placeOf(target), signal });
}

function transportFor(
  { target, security, login }: MailServer,
  { trust }: SendTools,
  socket: (Connected & { ok: true })['socket'],
) {
  return createTransport({
    host: target.host,
    port: target.port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    tls: tlsDemands({ host: target.host, trust }),
    ...(login && { auth: { user: login.username, pass: login.password.reveal() }, forceAuth: true }),
    // The one connection that was judged; the library opens none.
    getSocket: (_, give) => give(null, { connection: socket, secured: security === 'tls' }),
    ...{ connectionTimeout: LIBRARY_MS, greetingTimeout: LIBRARY_MS, socketTimeout: LIBRARY_MS },
    maxResponseSize: 64 * 1024,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
  });
}

function mailOf({ from, to }: MailServer, { message, tools }: Sending) {
  const domain = from.slice(from.lastIndexOf('@') + 1);
  const text = mailText(message, factsOf(message, tools.timeZone), domain);
  return {
    ...text,
    from: { name: 'Tocsin', address: from },
    to: [...to],
    inReplyTo: text.references,
    date: new Date(message.at),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function shown({ login }: MailServer, response: string | undefined): string {
  const password = login?.password.reveal() ?? '';
  const user = login?.username ?? '';
  const plain = Buffer.from(`\0${user}\0${password}`).toString('base64');
  return excerpt(Buffer.from(response ?? ''), [password, plain]);
}
