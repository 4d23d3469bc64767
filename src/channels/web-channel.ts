// Readies channels that are one request to one URL.
import type { z } from 'zod';
import type { ErrorDetail } from '../core/errors.ts';
import { type Channel, configFault, defineChannel, destinationOf } from './channel.ts';
import { type HttpMessage, httpAttempt } from './http-attempt.ts';
import { factsOf, type Message, type MessageFacts } from './message.ts';
import { targetOf } from './web-fields.ts';

export interface WebSender {
  /** As it is asked, secrets included. */
  readonly url: string;
  /** What does not fit together in the configuration. */
  readonly fault?: ErrorDetail | undefined;
  /** The field of the URL, for faults. */
  readonly urlField: string;
  /** What else tells one receiver at this URL from another, such as the id of a chat. */
  readonly receiver?: string;
  readonly compose: (message: Message, facts: MessageFacts) => Omit<HttpMessage, 'url' | 'isShown'>;
}

interface WebDefinition<Schema extends z.ZodObject> extends Omit<Channel, 'ready'> {
  readonly schema: Schema;
  readonly sender: (config: z.output<Schema>) => WebSender;
}

export function defineWebChannel<Schema extends z.ZodObject>({
  sender,
  ...definition
}: WebDefinition<Schema>): Channel {
  return defineChannel({
    ...definition,
    ready(config: z.output<Schema>) {
      const { url, urlField, receiver = '', compose, fault } = sender(config);
      if (fault !== undefined) return { ok: false, faults: [fault] };
      const read = targetOf(url);
      if (!read.ok) return configFault(urlField, read.words);
      return {
        ok: true,
        channel: {
          destination: destinationOf(definition.kind, url, receiver),
          target: read.target,
          send: (message, tools, signal) =>
            httpAttempt(
              tools,
              { url, isShown: message.isTest, ...compose(message, factsOf(message, tools.timeZone)) },
              signal,
            ),
        },
      };
    },
  });
}
