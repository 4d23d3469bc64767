// Telegram: a bot that writes into a chat.
import { z } from 'zod';
import { rejected, retry } from '../../core/deliveries/delivery-verdict.ts';
import { truncate } from '../../core/text/truncate.ts';
import { retrySeconds } from '../../net/http/retry-after.ts';
import { type Channel, STALE_CHAT_MS } from '../channel.ts';
import { type ReadAnswer, valueAt } from '../http-attempt.ts';
import { escapeHtml, unlinked } from '../markup.ts';
import type { MessageFacts } from '../message.ts';
import { secretText } from '../secret-fields.ts';
import { defineWebChannel } from '../web-channel.ts';
import { below, webUrl } from '../web-fields.ts';

/** Telegram counts 4,096 after the markup was taken out: the parts below stay within it together. */
const MOST_TITLE = 250;
const MOST_LINE = 2_000;
const MOST_CAPTURES = 800;
const MOST_FACTS = 900;

const TOKEN = /^\d{1,20}:[\w-]{10,100}$/;

export const telegram: Channel = defineWebChannel({
  kind: 'telegram',
  schema: z.strictObject({
    token: secretText('the token of a bot, such as 123456:ABC…', (text) => TOKEN.test(text)),
    chat_id: z
      .string()
      .regex(/^(?:-?\d{1,20}|@\w{1,64})$/, 'must be the number of a chat, or @ and the name of a channel'),
    message_thread_id: z.int().min(1).optional(),
    silent: z.boolean().default(false),
    /** A Bot API server of one's own. */
    api_url: webUrl().default('https://api.telegram.org'),
  }),
  mainSecret: 'token',
  staleAfterMs: STALE_CHAT_MS,
  rate: { burst: 3, perSecond: 1 / 3 },
  sender: ({ token, chat_id, message_thread_id, silent, api_url }) => ({
    url: below(api_url, `bot${token.reveal()}/sendMessage`),
    urlField: 'api_url',
    receiver: chat_id,
    compose: (_, facts) => ({
      body: {
        chat_id,
        ...(message_thread_id !== undefined && { message_thread_id }),
        text: telegramText(facts),
        parse_mode: 'HTML',
        link_preview_options: { is_disabled: true },
        disable_notification: silent,
      },
      secrets: [token.reveal(), token.reveal().split(':')[1] ?? ''],
      judge,
    }),
  }),
});

/** What comes from elsewhere stands in code, where nothing becomes a link or a mention, or is broken where it could. */
function telegramText({ title, facts, line, captures, link }: MessageFacts): string {
  const rows = facts.map(([name, value]) => `${name}: ${code(truncate(value, { most: MOST_FACTS / 8 }))}`);
  return [
    `<b>${escapeHtml(unlinked(truncate(title, { most: MOST_TITLE, measure: (piece) => 2 * piece.length })))}</b>`,
    block(line, MOST_LINE),
    ...(captures === '' ? [] : [block(captures, MOST_CAPTURES)]),
    rows.join('\n'),
    ...(link === undefined ? [] : [`<a href="${escapeHtml(link)}">Open in Tocsin</a>`]),
  ].join('\n');
}

const code = (text: string): string => `<code>${escapeHtml(text)}</code>`;
const block = (text: string, most: number): string => `<pre>${escapeHtml(truncate(text, { most }))}</pre>`;

function judge({ status, json, waitMs }: ReadAnswer) {
  if (status === 429) return retry('rate_limited', retrySeconds(valueAt(json, 'parameters', 'retry_after')) ?? waitMs);
  const moved = valueAt(json, 'parameters', 'migrate_to_chat_id');
  // A group that grew has another number from then on.
  if (status === 400 && Number.isSafeInteger(moved))
    return { ...retry('target_moved'), newConfig: { chat_id: String(moved) } };
  // Here it means that the token is none.
  return status === 404 ? rejected('unauthorized') : undefined;
}
