// The end of the first steps: the first trigger, and with it the rules that were chosen.
import type { NewRule, Trigger } from '../../api/shapes.ts';
import type { Api } from '../../api/tocsin-api.ts';
import { type BodyFor, createFirstTrigger } from './first-trigger.ts';
import { leftUndone } from './left-undone.ts';
import { createPutInForce, type PutInForce } from './put-in-force.ts';

export interface Begun {
  readonly trigger: Trigger;
  readonly rules: PutInForce;
}

export type BeginWatching = (bodyFor: BodyFor, rules: readonly NewRule[]) => Promise<Begun>;

/**
 * The trigger comes first: a rule that tells of something while nobody listens begins its cooldown all the same, and then the next such line tells nobody.
 * Tried again, the trigger that is there becomes what the form says by then.
 */
export function createBeginWatching(
  api: Pick<Api, 'addRule' | 'triggers' | 'addTrigger' | 'changeTrigger'>,
): BeginWatching {
  const putInForce = createPutInForce(api);
  const firstTrigger = createFirstTrigger(api);
  return async (bodyFor, rules) => {
    const trigger = await firstTrigger(bodyFor);
    try {
      return { trigger, rules: await putInForce(rules) };
    } catch (error) {
      throw leftUndone(error, `“${trigger.name}” takes every event from now on.`);
    }
  };
}
