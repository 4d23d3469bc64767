// All triggers at one moment, and which of them an event goes through. Nothing in it ever changes.
import { SOUND, type Trigger, type TriggerStanding } from '../../core/deliveries/trigger.ts';
import { hasGoneRound } from '../../core/events/hops.ts';
import { OnePattern, type OnePatternResult } from '../../match/one-pattern.ts';
import { FILTER_PARTS, hinderedBy, type PlannedEvent } from './trigger-filter.ts';

/** Why an event does not go through a trigger. */
export const HINDRANCES = ['disabled', 'suspended', 'broken', 'too_many_hops', ...FILTER_PARTS] as const;
export type Hindrance = (typeof HINDRANCES)[number];

export interface ExplainedTrigger {
  readonly trigger: Trigger;
  /** Undefined when the event goes through it. */
  readonly hindrance: Hindrance | undefined;
}

/** A trigger that nothing goes through, because of what is written in it. */
export interface TriggerFault {
  readonly triggerId: string;
  readonly name: string;
  readonly message: string;
}

interface Placed {
  readonly trigger: Trigger;
  readonly pattern: OnePattern | undefined;
  readonly fault: string | undefined;
  readonly standing: TriggerStanding;
}

/** As with rules: who keeps a name is a matter of where it stands, so that every instance says the same after every start. */
const NAME_TAKEN =
  'It is written in the configuration file, and its name is that of a trigger that was made through the API, which stays in force: rename one of them.';

export class TriggerSnapshot {
  readonly #placed: readonly Placed[];
  readonly #byId: ReadonlyMap<string, Placed>;
  readonly #patterns: ReadonlyMap<string, OnePattern>;

  /** @param before its patterns are not compiled again */
  constructor(
    triggers: readonly Trigger[],
    standings: ReadonlyMap<string, TriggerStanding>,
    before?: Pick<TriggerSnapshot, 'patternOf'>,
  ) {
    const compiled = compiledOf(triggers, before);
    const taken = new Set(triggers.flatMap(({ origin, name }) => (origin === 'api' ? [name] : [])));
    this.#placed = triggers.map((trigger) => {
      const { messageRegex: text } = trigger.filter;
      const pattern = text === null ? undefined : compiled.get(text);
      return {
        trigger,
        pattern: pattern?.ok ? pattern.pattern : undefined,
        fault: trigger.origin === 'yaml' && taken.has(trigger.name) ? NAME_TAKEN : faultOf(pattern),
        standing: standings.get(trigger.id) ?? SOUND,
      };
    });
    this.#patterns = new Map([...compiled].flatMap(([text, one]) => (one.ok ? [[text, one.pattern]] : [])));
    this.#byId = new Map(this.#placed.map((placed) => [placed.trigger.id, placed]));
  }

  /** One that is compiled already. */
  patternOf(text: string): OnePattern | undefined {
    return this.#patterns.get(text);
  }

  get triggers(): readonly Trigger[] {
    return this.#placed.map(({ trigger }) => trigger);
  }

  get faults(): readonly TriggerFault[] {
    return this.#placed.flatMap(({ trigger, fault }) =>
      fault === undefined ? [] : [{ triggerId: trigger.id, name: trigger.name, message: fault }],
    );
  }

  find(id: string): Trigger | undefined {
    return this.#byId.get(id)?.trigger;
  }

  standingOf(id: string): TriggerStanding {
    return this.#byId.get(id)?.standing ?? SOUND;
  }

  /** Whether anything may be sent through it. */
  isOpen(id: string): boolean {
    const placed = this.#byId.get(id);
    return placed?.trigger.enabled === true && placed.standing.suspendedAt === null;
  }

  /** Whether the same triggers are there and open in both: that one fails, or does not any more, changes nothing of where events go. */
  leadsWhere(other: TriggerSnapshot): boolean {
    const isSame = ({ trigger }: Placed, at: number): boolean =>
      trigger === other.#placed[at]?.trigger && this.isOpen(trigger.id) === other.isOpen(trigger.id);
    return this.#placed.length === other.#placed.length && this.#placed.every(isSame);
  }

  /** The ids of the triggers that the event goes through. */
  plan(event: PlannedEvent): readonly string[] {
    return this.#placed.filter((one) => hindranceOf(one, event) === undefined).map(({ trigger }) => trigger.id);
  }

  /** Every trigger, with the first reason against it. */
  explain(event: PlannedEvent): readonly ExplainedTrigger[] {
    return this.#placed.map((one) => ({ trigger: one.trigger, hindrance: hindranceOf(one, event) }));
  }
}

/** The patterns of all filters by their texts, each compiled once, and not again where it was compiled before. */
function compiledOf(
  triggers: readonly Trigger[],
  before: Pick<TriggerSnapshot, 'patternOf'> | undefined,
): ReadonlyMap<string, OnePatternResult> {
  const texts = new Set(triggers.flatMap(({ filter }) => filter.messageRegex ?? []));
  return new Map(
    [...texts].map((text) => {
      const pattern = before?.patternOf(text);
      return [text, pattern ? { ok: true, pattern } : OnePattern.compile(text)] as const;
    }),
  );
}

const faultOf = (pattern: OnePatternResult | undefined): string | undefined =>
  pattern?.ok === false ? pattern.fault.message : undefined;

function hindranceOf({ trigger, pattern, fault, standing }: Placed, event: PlannedEvent): Hindrance | undefined {
  if (!trigger.enabled) return 'disabled';
  if (standing.suspendedAt !== null) return 'suspended';
  if (fault !== undefined) return 'broken';
  if (hasGoneRound(event.metadata)) return 'too_many_hops';
  return hinderedBy(trigger.filter, pattern, event);
}
