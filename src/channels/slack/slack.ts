// Slack, and whoever takes the same messages: an incoming webhook.
import { z } from 'zod';
import { rejected, retry } from '../../core/deliveries/delivery-verdict.ts';
import { truncate } from '../../core/text/truncate.ts';
import { type Channel, STALE_CHAT_MS } from '../channel.ts';
import type { ReadAnswer } from '../http-attempt.ts';
import { codeBlock, withoutFences } from '../markup.ts';
import type { MessageFacts } from '../message.ts';
import { defineWebChannel } from '../web-channel.ts';
import { secretUrl, urlSecrets } from '../web-fields.ts';

const MOST_HEADER = 150;
const MOST_SECTION = 3_000;
/** There are eight at most, in one section. */
const MOST_FACT = 300;
/** Of a section, for the fence and its ends. */
const FENCE_ROOM = 16;

/** What Slack itself demands: in a text without these there is no mention, no channel and no link. */
const entities = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export const slack: Channel = defineWebChannel({
  kind: 'slack',
  schema: z.strictObject({ url: secretUrl() }),
  mainSecret: 'url',
  staleAfterMs: STALE_CHAT_MS,
  rate: { burst: 5, perSecond: 1 },
  sender: ({ url }) => ({
    url: url.reveal(),
    urlField: 'url',
    compose: (_, facts) => ({ body: slackBody(facts), secrets: urlSecrets(url.reveal()), judge }),
  }),
});

function slackBody({ title, facts, line, captures, link }: MessageFacts): object {
  const rows = facts.map(([name, value]) => `*${name}:* ${inlineCode(value)}`).join('\n');
  return {
    text: fitted(title, MOST_SECTION),
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: fitted(title, MOST_HEADER), emoji: false } },
      section(codeOf(line)),
      ...(captures === '' ? [] : [section(codeOf(captures))]),
      section(rows),
      ...(link === undefined ? [] : [context(`<${entities(link)}|Open in Tocsin>`)]),
    ],
  };
}

function fitted(text: string, most: number): string {
  return entities(truncate(withoutFences(text), { most, measure: (piece) => entities(piece).length }));
}

/** Where nothing is markup. Slack knows no escape for the sign that would end it. */
const inlineCode = (text: string): string => `\`${fitted(text.replaceAll('`', '´'), MOST_FACT)}\``;
const codeOf = (text: string): string => codeBlock(fitted(text, MOST_SECTION - FENCE_ROOM));
const markup = (text: string) => ({ type: 'mrkdwn', text, verbatim: true });
const section = (text: string) => ({ type: 'section', text: markup(text) });
const context = (text: string) => ({ type: 'context', elements: [markup(text)] });

/** The webhook is gone, or its channel is. */
function judge({ status, body, waitMs }: ReadAnswer) {
  if (status === 429) return retry('rate_limited', waitMs);
  if (status === 404 && /no_service|no_team/.test(body.toString())) return rejected('gone', true);
  return undefined;
}
