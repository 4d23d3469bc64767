// Gotify: pushes by a server of one's own.
import { z } from 'zod';
import type { Severity } from '../../core/severity.ts';
import { truncate } from '../../core/text/truncate.ts';
import { type Channel, STALE_CHAT_MS } from '../channel.ts';
import { codeBlock, escapeMarkdown, withoutFences } from '../markup.ts';
import type { MessageFacts } from '../message.ts';
import { defineWebChannel } from '../web-channel.ts';
import { below, secretToken, webUrl } from '../web-fields.ts';

/** Gotify itself sets no bound; a phone does. */
const MOST_BLOCK = 4_000;

const PRIORITIES: Readonly<Record<Severity, number>> = { info: 2, warn: 5, error: 7, critical: 10 };

export const gotify: Channel = defineWebChannel({
  kind: 'gotify',
  schema: z.strictObject({ url: webUrl(), token: secretToken() }),
  mainSecret: 'token',
  staleAfterMs: STALE_CHAT_MS,
  rate: { burst: 20, perSecond: 5 },
  sender: ({ url, token }) => ({
    url: below(url, 'message'),
    urlField: 'url',
    receiver: token.reveal(),
    compose: (_, facts) => ({
      // In the URL it would stand in the logs of every proxy on the way.
      headers: { 'x-gotify-key': token.reveal() },
      body: {
        title: facts.title,
        message: gotifyText(facts),
        priority: PRIORITIES[facts.severity],
        extras: {
          'client::display': { contentType: 'text/markdown' },
          ...(facts.link !== undefined && { 'client::notification': { click: { url: facts.link } } }),
        },
      },
      secrets: [token.reveal()],
    }),
  }),
});

function gotifyText({ facts, line, captures, link }: MessageFacts): string {
  const block = (text: string) => codeBlock(truncate(withoutFences(text), { most: MOST_BLOCK }));
  return [
    block(line),
    ...(captures === '' ? [] : [block(captures)]),
    // Two spaces at the end of a line keep the next one below it.
    facts.map(([name, value]) => `**${name}:** ${escapeMarkdown(value)}`).join('  \n'),
    ...(link === undefined ? [] : [`[Open in Tocsin](<${link}>)`]),
  ].join('\n\n');
}
