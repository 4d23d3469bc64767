// Microsoft Teams: an adaptive card for a webhook of Workflows.
import { z } from 'zod';
import type { Severity } from '../../core/severity.ts';
import { truncate } from '../../core/text/truncate.ts';
import { type Channel, STALE_CHAT_MS } from '../channel.ts';
import type { MessageFacts } from '../message.ts';
import { defineWebChannel } from '../web-channel.ts';
import { secretUrl, urlSecrets } from '../web-fields.ts';

/** A card has 28 KB; in JSON a character takes up to six bytes, and the facts have a bound of their own. */
const MOST_LINE = 2_000;
const MOST_CAPTURES = 1_000;
const MOST_FACT = 200;

const COLORS: Readonly<Record<Severity, string>> = {
  info: 'Accent',
  warn: 'Warning',
  error: 'Attention',
  critical: 'Attention',
};

export const teams: Channel = defineWebChannel({
  kind: 'teams',
  schema: z.strictObject({ url: secretUrl() }),
  mainSecret: 'url',
  staleAfterMs: STALE_CHAT_MS,
  rate: { burst: 4, perSecond: 1 },
  sender: ({ url }) => ({
    url: url.reveal(),
    urlField: 'url',
    compose: (_, facts) => ({ body: card(facts), secrets: urlSecrets(url.reveal()) }),
  }),
});

/** Text from elsewhere stands in runs, which show it as it is: no markdown, no links, and no functions. */
function card({ title, severity, facts, line, captures, link }: MessageFacts): object {
  const body = [
    rich([run(title, { size: 'Large', weight: 'Bolder', color: COLORS[severity] })]),
    rich([run(truncate(line, { most: MOST_LINE }), { fontType: 'Monospace' })]),
    ...(captures === '' ? [] : [rich([run(truncate(captures, { most: MOST_CAPTURES }), { fontType: 'Monospace' })])]),
    ...facts.map(([name, value]) =>
      rich([run(`${name}: `, { weight: 'Bolder' }), run(truncate(value, { most: MOST_FACT }))]),
    ),
  ];
  const content = {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.4',
    body,
    ...(link !== undefined && { actions: [{ type: 'Action.OpenUrl', title: 'Open in Tocsin', url: link }] }),
    msteams: { width: 'Full' },
  };
  return { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }] };
}

const rich = (inlines: readonly object[]) => ({ type: 'RichTextBlock', inlines, spacing: 'Small' });

/** `{{DATE(…)}}` and its like are functions of cards. */
function run(text: string, look: Readonly<Record<string, string>> = {}) {
  return { type: 'TextRun', text: text.replaceAll(/\{(?=\{)/g, '{\u200b'), ...look };
}
