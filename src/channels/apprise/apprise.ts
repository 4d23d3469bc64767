// An Apprise API server, which passes messages on to whatever it knows.
import { z } from 'zod';
import { rejected, retry } from '../../core/deliveries/delivery-verdict.ts';
import type { Severity } from '../../core/severity.ts';
import { truncate } from '../../core/text/truncate.ts';
import { type Channel, configFault, STALE_CHAT_MS } from '../channel.ts';
import { fencedMessage } from '../fenced-message.ts';
import type { ReadAnswer } from '../http-attempt.ts';
import { withoutMentions, withoutNamedLinks } from '../markup.ts';
import { secretText } from '../secret-fields.ts';
import { defineWebChannel } from '../web-channel.ts';
import { below, urlSecrets, webUrl } from '../web-fields.ts';

/** Each service that it knows cuts a body for itself. */
const MOST_TITLE = 200;

const TYPES: Readonly<Record<Severity, string>> = {
  info: 'info',
  warn: 'warning',
  error: 'failure',
  critical: 'failure',
};

const web = defineWebChannel({
  kind: 'apprise',
  schema: z.strictObject({
    url: webUrl(),
    /** Of a configuration that the server keeps … */
    key: secretText('up to 128 letters, digits, "_" and "-"', (text) => /^[\w-]{1,128}$/.test(text)).optional(),
    /** … or the services themselves, as Apprise writes them. */
    urls: secretText('one or more URLs of Apprise', (text) => /^[^\p{Cc}]*:\/\/[^\p{Cc}]*$/u.test(text)).optional(),
    tag: z.string().max(200).optional(),
  }),
  mainSecret: 'key',
  staleAfterMs: STALE_CHAT_MS,
  rate: { burst: 10, perSecond: 2 },
  sender: ({ url, key, urls, tag }) => ({
    url: below(url, key === undefined ? 'notify' : `notify/${key.reveal()}`),
    urlField: 'url',
    receiver: urls?.reveal() ?? tag ?? '',
    compose: (_, facts) => ({
      body: {
        ...(urls !== undefined && { urls: urls.reveal() }),
        ...(tag !== undefined && { tag }),
        // Some services show a title as it is, others as Markdown.
        title: withoutNamedLinks(withoutMentions(truncate(facts.title, { most: MOST_TITLE }))),
        body: withoutMentions(
          [fencedMessage(facts), ...(facts.link === undefined ? [] : [`<${facts.link}>`])].join('\n\n'),
        ),
        type: TYPES[facts.severity],
        format: 'markdown',
      },
      secrets: [key?.reveal() ?? '', ...servicesIn(urls?.reveal() ?? '')],
      judge,
    }),
  }),
});

export const apprise: Channel = {
  ...web,
  ready(config) {
    if ((config.key === undefined) === (config.urls === undefined))
      return configFault('key', 'Either the key of a configuration or the URLs of services must be given.');
    return web.ready(config);
  },
};

/** A service complains of the token or the password alone. */
const servicesIn = (urls: string): readonly string[] => [urls, ...urls.split(/[\s,]+/).flatMap(urlSecrets)];

function judge({ status }: ReadAnswer) {
  // Nothing is configured under this key.
  if (status === 204) return rejected('not_found');
  // Some of the services failed: those that did not get it a second time, which is better than never.
  return status === 424 ? retry('server_error') : undefined;
}
