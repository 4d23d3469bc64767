// Discord: a webhook of a channel. Nobody is ever mentioned, whatever stands in a log.
import { z } from 'zod';
import { rejected, retry } from '../../core/deliveries/delivery-verdict.ts';
import type { Severity } from '../../core/severity.ts';
import { truncate } from '../../core/text/truncate.ts';
import { retrySeconds } from '../../net/http/retry-after.ts';
import { type Channel, STALE_CHAT_MS } from '../channel.ts';
import { type ReadAnswer, valueAt } from '../http-attempt.ts';
import { codeBlock, escapeMarkdown, withoutFences, withoutMentions } from '../markup.ts';
import type { Message, MessageFacts } from '../message.ts';
import { defineWebChannel } from '../web-channel.ts';
import { secretUrl, urlSecrets } from '../web-fields.ts';

const MOST_TITLE = 256;
const MOST_FIELD = 1_024;
/** Both blocks together stay below the 4,096 of a description, and the whole embed below 6,000 with all its fields. */
const MOST_LINE = 2_200;
const MOST_CAPTURES = 1_000;

const COLORS: Readonly<Record<Severity, number>> = {
  info: 0x3b82f6,
  warn: 0xf59e0b,
  error: 0xef4444,
  critical: 0x9f1239,
};

export const discord: Channel = defineWebChannel({
  kind: 'discord',
  schema: z.strictObject({ url: secretUrl(), username: z.string().min(1).max(80).optional() }),
  mainSecret: 'url',
  staleAfterMs: STALE_CHAT_MS,
  rate: { burst: 5, perSecond: 0.5 },
  sender: ({ url, username }) => ({
    url: waiting(url.reveal()),
    urlField: 'url',
    compose: (message, facts) => ({
      body: { ...(username !== undefined && { username }), ...discordBody(message, facts) },
      secrets: urlSecrets(url.reveal()),
      judge,
    }),
  }),
});

/** Else it is answered before anybody looked at the message. */
function waiting(url: string): string {
  const waits = new URL(url);
  waits.searchParams.set('wait', 'true');
  return waits.href;
}

const escaped = (text: string): string => withoutMentions(escapeMarkdown(text));
/** What stands behind an `@` says whether it is broken: each counts as if it were. */
const measure = (piece: string): number => escapeMarkdown(piece.replaceAll('@', '@\u200b')).length;
const fitted = (text: string, most: number): string => escaped(truncate(text, { most, measure }));
const block = (text: string, most: number): string => codeBlock(truncate(withoutFences(text), { most }));

function discordBody({ event }: Message, { severity, title, facts, line, captures, link }: MessageFacts): object {
  const blocks = [block(line, MOST_LINE), ...(captures === '' ? [] : [block(captures, MOST_CAPTURES)])];
  return {
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title: fitted(title, MOST_TITLE),
        description: blocks.join('\n'),
        color: COLORS[severity],
        timestamp: new Date(event.createdAt).toISOString(),
        fields: facts.map(([name, value]) => ({ name, value: fitted(value, MOST_FIELD), inline: true })),
        ...(link !== undefined && { url: link }),
      },
    ],
  };
}

function judge({ status, json, waitMs }: ReadAnswer) {
  // Asking a webhook that is gone again and again gets the whole address banned.
  if (status === 404) return rejected('gone', true);
  if (status === 429) return retry('rate_limited', retrySeconds(valueAt(json, 'retry_after')) ?? waitMs);
  return undefined;
}
