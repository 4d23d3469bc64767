// Sends a test through a trigger, and shows what the receiver said.
import { z } from 'zod';
import { byPrincipal } from '../../../access/principal.ts';
import type { SentAttempt } from '../../../core/deliveries/delivery.ts';
import { defineRoute, type Route } from '../../route.ts';
import { deliveryReason } from './delivery-shapes.ts';
import type { TriggerResources } from './trigger-resources.ts';
import { unsavedTrigger } from './trigger-shapes.ts';
import { triggerInPath } from './triggers.ts';

export const trialShape = z
  .object({
    outcome: z.enum(['delivered', 'retry', 'rejected']).meta({ description: 'What would become of a real delivery.' }),
    status: z.number().nullable().meta({ description: 'Of the answer; null where there was none.' }),
    reason: deliveryReason,
    message: z.string(),
    duration_ms: z.number(),
    response_excerpt: z.string().nullable(),
    has_link: z
      .boolean()
      .meta({ description: 'Whether messages lead to their event: they do where `TOCSIN_PUBLIC_URL` is set.' }),
  })
  .meta({ id: 'TriggerTrial' });
type Trial = z.input<typeof trialShape>;

export function triggerTrialRoutes({ triggers, trials, hasLinks }: TriggerResources): Route[] {
  const shown = (sent: SentAttempt): Trial => ({ ...answerOf(sent), has_link: hasLinks });
  return [
    defineRoute({
      method: 'POST',
      path: '/api/event-triggers/{id}/test',
      access: 'admin',
      tag: 'Triggers',
      summary: 'Send the very message of an event through a trigger, marked as a test',
      params: triggerInPath,
      replies: { 200: trialShape },
      async handle({ params, principal, origin }) {
        const trigger = await triggers.get(params.id);
        return { status: 200, body: shown(await trials.send(trigger, trigger, byPrincipal(principal, origin))) };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/event-triggers/test',
      access: 'admin',
      tag: 'Triggers',
      summary: 'The same for a trigger that is not saved; stored secrets of another one may stand in it',
      body: unsavedTrigger,
      replies: { 200: trialShape },
      async handle({ body, principal, origin }) {
        const { trigger_id: id, name = 'unsaved', ...raw } = body;
        const stored = id === undefined ? undefined : await triggers.get(id);
        const target = await triggers.define({ name, ...raw }, stored);
        const sent = await trials.send(target, { id: id ?? '0', name }, byPrincipal(principal, origin));
        return { status: 200, body: shown(sent) };
      },
    }),
  ];
}

const answerOf = ({ verdict, status, words, excerpt, durationMs }: SentAttempt): Omit<Trial, 'has_link'> => ({
  ...{ outcome: verdict.outcome, status, reason: verdict.reason, message: words },
  ...{ duration_ms: durationMs, response_excerpt: excerpt },
});
