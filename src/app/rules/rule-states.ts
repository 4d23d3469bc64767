// Tells in the event log when a rule is not in force as it is written, and when it is again.
import type { Clock } from '../../core/clock.ts';
import { eventText } from '../../core/events/event-text.ts';
import { type StateChange, type StateStore, SystemStates } from '../events/system-states.ts';
import type { RunningRules } from './rules.ts';

const EVERY_MS = 5_000;
/** So many changes wait while the store fails. */
const MOST_WAITING = 100;
/** So many are named at a time; that there are more the last of them says. */
const MOST_AT_ONCE = 10;
const PREFIX = 'rule ';

export interface BrokenRule {
  readonly ruleId: string;
  readonly ruleName: string;
  readonly message: string;
}

export interface RulesSeen {
  /** Undefined until they were read once. */
  readonly inForce: number | undefined;
  readonly faults: readonly BrokenRule[];
}

export interface RuleStatesOptions {
  readonly states: Pick<SystemStates, 'tell' | 'standings'>;
  readonly rules: () => RulesSeen;
  /** Whether this instance knows the rule, broken or not. */
  readonly isKnown: (ruleId: string) => boolean;
  /** Calls the listener with each change of what is in force, until the signal aborts. */
  readonly onChange: (listener: () => void, signal: AbortSignal) => void;
  readonly clock: Pick<Clock, 'sleep'>;
}

/** Tells until it is stopped. */
export function startRuleStates({
  store,
  rules,
  clock,
}: {
  readonly store: { readonly events: StateStore };
  readonly rules: Pick<RunningRules, 'standing' | 'book'>;
  readonly clock: Pick<Clock, 'sleep'>;
}): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const ended = tellRuleStates(
    {
      states: new SystemStates(store.events),
      rules: () => rules.standing(),
      isKnown: (ruleId) => rules.book.current?.find(ruleId) !== undefined,
      onChange: (listener, signal) => rules.book.onChange(listener, signal),
      clock,
    },
    stopping.signal,
  );
  return {
    stop() {
      stopping.abort();
      return ended;
    },
  };
}

/**
 * Tells every change in its order, also of what was broken for a moment only. Resolves soon after the signal aborts. While the store fails it is tried again;
 * of very many changes that wait the last are told.
 */
export async function tellRuleStates(options: RuleStatesOptions, signal: AbortSignal): Promise<void> {
  const { rules, onChange, clock } = options;
  const waiting: RulesSeen[] = [];
  let noted: string | undefined;
  const note = (): void => {
    const seen = rules();
    const broken = JSON.stringify(seen.faults.map(({ ruleId }) => ruleId));
    if (seen.inForce === undefined || broken === noted) return;
    noted = broken;
    waiting.push(seen);
    if (waiting.length > MOST_WAITING) waiting.shift();
  };
  onChange(note, signal);
  let told: ReadonlyMap<string, string> | undefined;
  while (!signal.aborted) {
    note();
    for (let seen = waiting[0]; seen !== undefined && !signal.aborted; seen = waiting[0]) {
      const now = await tellOnce(options, seen, told).catch(() => undefined);
      if (now === undefined) break;
      told = now;
      if (waiting[0] === seen) waiting.shift();
    }
    await clock.sleep(EVERY_MS, signal);
  }
}

/** Gives those that are broken now, by their ids. */
async function tellOnce(
  { states, isKnown }: RuleStatesOptions,
  { faults }: RulesSeen,
  told: ReadonlyMap<string, string> | undefined,
): Promise<ReadonlyMap<string, string>> {
  const before = told ?? (await brokenBefore(states, isKnown));
  const broken = new Map(faults.map((fault) => [fault.ruleId, fault.ruleName] as const));
  const news = faults.filter(({ ruleId }) => !before.has(ruleId));
  const mended = [...before].filter(([id]) => !broken.has(id));
  const changes = [
    ...news.slice(0, MOST_AT_ONCE).map((fault, at) => brokenState(fault, more(news.length, at))),
    ...mended.slice(0, MOST_AT_ONCE).map(([id, name], at) => mendedState({ id, name }, more(mended.length, at))),
  ];
  await states.tell(changes);
  return broken;
}

/** In an earlier run: only of those that this instance knows, for another one may have rules of its own. */
async function brokenBefore(
  states: Pick<SystemStates, 'standings'>,
  isKnown: (ruleId: string) => boolean,
): Promise<ReadonlyMap<string, string>> {
  const standings = [...(await states.standings())];
  const broken = standings.filter(([subject, { state }]) => subject.startsWith(PREFIX) && state === 'broken');
  const ids = broken.map(([subject]) => subject.slice(PREFIX.length));
  return new Map(ids.filter(isKnown).map((id) => [id, id]));
}

const more = (count: number, at: number): number => (at === MOST_AT_ONCE - 1 ? count - MOST_AT_ONCE : 0);

const andMore = (count: number): string => (count > 0 ? ` So it is with ${count} more.` : '');

const brokenState = ({ ruleId, ruleName, message }: BrokenRule, others: number): StateChange => ({
  subject: `${PREFIX}${ruleId}`,
  state: 'broken',
  kind: 'rule_broken',
  message: textOf(`The rule "${ruleName}" is not in force as it is written: ${message}${andMore(others)}`),
  metadata: { rule_id: ruleId, rule_name: ruleName },
});

const mendedState = ({ id, name }: { readonly id: string; readonly name: string }, others: number): StateChange => ({
  subject: `${PREFIX}${id}`,
  state: 'well',
  kind: 'rule_mended',
  message: textOf(`The rule "${name}" is no longer broken.${andMore(others)}`),
  metadata: { rule_id: id, rule_name: name },
});

const textOf = (text: string): string => eventText(Buffer.from(text));
