// What somebody should do something about, the worst first.
import type { HealthReport, SystemReport, WatchingReport } from '../../api/shapes.ts';
import type { Known } from '../../live/as-known.ts';
import { checkHands } from './hands/check-hands.ts';
import { givenUpHands, triggerHands } from './hands/delivery-hands.ts';
import type { Hand } from './hands/hand.ts';
import { ruleHands } from './hands/rule-hands.ts';
import { blindHands, containerHands, engineHands, fileHands } from './hands/watching-hands.ts';
import type { Troubles } from './overview.ts';

export interface Standing extends Omit<Troubles, 'hasRules'> {
  readonly health: Pick<HealthReport, 'checks'>;
  readonly system: Pick<SystemReport, 'engines' | 'coverage' | 'files'>;
  readonly watching: Pick<WatchingReport, 'status' | 'reasons'>;
}

export function handsNeeded({ health, system, watching, rules, triggers, dead }: Standing): readonly Hand[] {
  const ofWatching = [...engineHands(system.engines), ...containerHands(system), ...fileHands(system.files)];
  const ofRules = ofKnown(rules, ({ last_compile_errors: errors }) => ruleHands(errors));
  const ofTriggers = ofKnown(triggers, (all) => triggerHands(all.filter(({ enabled }) => enabled)));
  // Whoever disabled a trigger is told of it; that is no trouble of the server.
  const ofDisabled = ofKnown(triggers, (all) => triggerHands(all.filter(({ enabled }) => !enabled)));
  const partsOfChecks = new Map([
    ['engines', ofWatching],
    ['rules', ofRules],
    ['dispatcher', ofTriggers],
  ]);
  const hands = worstFirst([
    // A check whose parts are told one by one says nothing more.
    ...checkHands(health.checks).filter(({ key }) => (partsOfChecks.get(key) ?? []).length === 0),
    ...ofWatching,
    ...ofRules,
    ...ofKnown(dead, givenUpHands),
    ...ofTriggers,
    ...ofDisabled,
    ...unknownHands({ rules, triggers, deliveries: dead }),
  ]);
  return hands.length > 0 ? hands : blindHands(watching);
}

function worstFirst(hands: readonly Hand[]): readonly Hand[] {
  return (['failing', 'degraded', 'neutral'] as const).flatMap((of) => hands.filter(({ status }) => status === of));
}

function ofKnown<Value>(part: Known<Value>, handsOf: (value: Value) => readonly Hand[]): readonly Hand[] {
  return 'value' in part ? handsOf(part.value) : [];
}

/** Where nobody can look, nobody can say that all is well. */
function unknownHands(parts: Readonly<Record<string, Known<unknown>>>): readonly Hand[] {
  return Object.entries(parts).flatMap(([name, part]) => {
    if ('value' in part) return [];
    const what = `The ${name} cannot be looked at just now`;
    return [{ key: `unknown ${name}`, status: 'degraded', what, why: part.fault.message, href: `/${name}` }];
  });
}
