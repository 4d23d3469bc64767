// Connects to where a message goes while its event is being stored: to a receiver that is far away, that is most of what a message waits for.
import type { SendTools } from '../../../channels/channel.ts';
import type { SentAttempt } from '../../../core/deliveries/delivery.ts';
import { isWeb, type Target } from '../../../net/egress/target.ts';
import type { Approach, Message } from '../../../triggers/sending.ts';
import type { SendKit } from '../send-tools.ts';

type Send = (message: Message, tools: SendTools, signal: AbortSignal) => Promise<SentAttempt>;

/** Undefined where nothing is sent by HTTP. */
export function approachTo(target: Target, kit: SendKit, send: Send): Approach | undefined {
  if (!isWeb(target)) return undefined;
  const ahead = kit.http.ahead(target);
  const tools: SendTools = { ...kit, http: { send: (request) => kit.http.send({ ...request, ahead }) } };
  return {
    async send(message, signal) {
      try {
        return await send(message, tools, signal);
      } finally {
        ahead.drop();
      }
    },
    drop: () => ahead.drop(),
  };
}
