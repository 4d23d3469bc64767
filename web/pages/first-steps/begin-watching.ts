// The end of the first steps: the first trigger, and with it the rules that were chosen.
import type { NewRule, NewTrigger, Trigger } from '../../api/shapes.ts';
import type { Api } from '../../api/tocsin-api.ts';
import { createPutInForce, type PutInForce } from './put-in-force.ts';

export interface Begun {
  readonly trigger: Trigger;
  readonly rules: PutInForce;
}

/** `bodyFor` says what the trigger is to be, and is given what is stored of it. */
export type BeginWatching = (
  bodyFor: (stored: Trigger | undefined) => NewTrigger,
  rules: readonly NewRule[],
) => Promise<Begun>;

/**
 * The trigger comes first: a rule that tells of something while nobody listens begins its cooldown all the same, and then the next such line tells nobody.
 * Tried again, the trigger that is there becomes what the form says by then.
 */
export function createBeginWatching(api: Pick<Api, 'addRule' | 'addTrigger' | 'changeTrigger'>): BeginWatching {
  const putInForce = createPutInForce(api);
  let stored: Trigger | undefined;
  return async (bodyFor, rules) => {
    const body = bodyFor(stored);
    stored = stored === undefined ? await api.addTrigger(body) : await api.changeTrigger(stored.id, body);
    return { trigger: stored, rules: await putInForce(rules) };
  };
}
