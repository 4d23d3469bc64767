// ntfy: pushes to phones by a topic, on ntfy.sh or a server of one's own.
import { z } from 'zod';
import type { Severity } from '../../core/severity.ts';
import { truncate, utf8Bytes } from '../../core/text/truncate.ts';
import { type Channel, STALE_CHAT_MS } from '../channel.ts';
import { fencedMessage } from '../fenced-message.ts';
import { secretText } from '../secret-fields.ts';
import { defineWebChannel } from '../web-channel.ts';
import { secretToken, webUrl } from '../web-fields.ts';

/** A message of more than 4,096 bytes becomes a file that nobody opens; blocks of code stay below that. */
const MOST_TITLE_BYTES = 200;

const PRIORITIES: Readonly<Record<Severity, number>> = { info: 2, warn: 3, error: 4, critical: 5 };
const TAGS: Readonly<Record<Severity, string>> = {
  info: 'information_source',
  warn: 'warning',
  error: 'rotating_light',
  critical: 'skull',
};

export const ntfy: Channel = defineWebChannel({
  kind: 'ntfy',
  schema: z.strictObject({
    url: webUrl().default('https://ntfy.sh'),
    topic: z.string().regex(/^[\w-]{1,64}$/, 'must be up to 64 letters, digits, "_" and "-"'),
    token: secretToken().optional(),
    username: z
      .string()
      .regex(/^[^:\p{Cc}]{1,100}$/u, 'must be a name without a colon')
      .optional(),
    password: secretText('up to 500 characters', ({ length }) => length > 0 && length <= 500).optional(),
  }),
  mainSecret: 'token',
  staleAfterMs: STALE_CHAT_MS,
  rate: { burst: 20, perSecond: 0.2 },
  sender: ({ url, topic, token, username, password }) => {
    const basic = Buffer.from(`${username ?? ''}:${password?.reveal() ?? ''}`).toString('base64');
    const bearer = token?.reveal();
    const authorization = bearer === undefined ? username && `Basic ${basic}` : `Bearer ${bearer}`;
    const isHalf = (username === undefined) !== (password === undefined);
    const path = username === undefined ? 'username' : 'password';
    return {
      ...(isHalf && { fault: { path, message: 'A login needs both, a username and a password.' } }),
      url,
      urlField: 'url',
      receiver: topic,
      compose: (_, facts) => ({
        headers: authorization ? { authorization } : {},
        body: {
          topic,
          title: truncate(facts.title, { most: MOST_TITLE_BYTES, measure: utf8Bytes }),
          message: fencedMessage(facts),
          markdown: true,
          priority: PRIORITIES[facts.severity],
          tags: [TAGS[facts.severity]],
          ...(facts.link !== undefined && { click: facts.link }),
        },
        secrets: [bearer ?? '', password?.reveal() ?? '', basic],
      }),
    };
  },
});
