// What the receivers of a channel are shown: every text of what was sent, as the service itself takes it apart.
import type { ChannelKind } from '../../../src/channels/all-channels.ts';
import type { Message } from '../../../src/channels/message.ts';
import { type ReceivedRequest, startFaultyReceiver } from '../../support/faulty-receiver/receiver.ts';
import { readyFor, toolsFor, webConfig } from './channel-under-test.ts';
import { mailScene } from './mail-under-test.ts';

/** Of mails the whole text, decoded; of the others the body as it was sent. */
export async function sentBody(kind: ChannelKind, message: Message): Promise<string> {
  const never = new AbortController().signal;
  if (kind === 'email') {
    const { receiver, channel } = await mailScene({ security: 'none' });
    await channel.send(message, never);
    return decodedMail(receiver.mails[0] ?? '');
  }
  const receiver = await startFaultyReceiver();
  await readyFor(kind, webConfig(kind, receiver.url), toolsFor()).send(message, never);
  const [request] = receiver.requests as readonly [ReceivedRequest];
  return request.body;
}

export async function sentJson(kind: ChannelKind, message: Message): Promise<unknown> {
  return JSON.parse(await sentBody(kind, message));
}

/** Every text in a value. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Headers in words, and the parts as they are read. */
function decodedMail(mail: string): string {
  const unfolded = mail.replaceAll(/\?=\r\n[\t ]+=\?/g, '?==?').replaceAll(/\r\n[\t ]+/g, ' ');
  const words = unfolded.replaceAll(/=\?UTF-8\?([QB])\?([^?]*)\?=/gi, (_, how: string, text: string) =>
    how.toUpperCase() === 'B' ? Buffer.from(text, 'base64').toString() : quoted(text.replaceAll('_', ' ')),
  );
  const bodies = mail.split(/\r\n--[^\r\n]+(?:--)?\r\n/).map((part) => {
    const [head = '', ...rest] = part.split('\r\n\r\n');
    const body = rest.join('\r\n\r\n');
    if (/encoding: base64/i.test(head)) return Buffer.from(body, 'base64').toString();
    return /encoding: quoted-printable/i.test(head) ? quoted(body.replaceAll('=\r\n', '')) : body;
  });
  return [words.slice(0, words.indexOf('\r\n\r\n')), ...bodies].join('\n');
}

function quoted(text: string): string {
  return Buffer.from(
    text.replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');
}
