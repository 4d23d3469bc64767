// The rules that are in force now: gathers them from wherever they are written, compiles them, and swaps one whole snapshot for the next.

import { Rerun } from '../../core/changes/rerun.ts';
import type { Clock } from '../../core/clock.ts';
import type { Rule } from '../../core/rules/rule.ts';
import { tooManyFields } from '../../core/rules/rule-field.ts';
import { compareRuleIds } from '../../core/rules/rule-id.ts';
import { MOST_FIELDS } from '../../core/rules/rule-limits.ts';
import { howManyFit, MOST_RULES } from '../../match/rule-set.ts';
import type { RuleOccurrences } from '../../telemetry/occurrences/rules.ts';
import type { RuleCompiler } from '../compile/rule-compiler.ts';
import { ActiveMutes } from '../snapshot/active-mutes.ts';
import { comparePlaces } from '../snapshot/place-order.ts';
import { RuleSnapshot } from '../snapshot/rule-snapshot.ts';
import { CompiledPatterns, type CompiledRules } from './compiled-patterns.ts';
import { beyondFields } from './field-limit.ts';
import { beyondTheirShare, inOrderOfRoom } from './order-of-room.ts';
import type { RuleFault } from './rule-fault.ts';
import type { ProvisionedRules, RuleReader, SavedRules } from './rule-reader.ts';
import { withOwnNames } from './taken-names.ts';

/** A change on another instance is in force here within a second: this, one read, and the compiling. */
const LOOK_EVERY_MS = 400;

/** For so long patterns in labels are compiled before it is looked again whether there is something more urgent. */
const LEARN_MS = 100;

/** While nothing is in force no line is judged, so that a compiler that fails is tried so often before the others come into force without its rules. */
const FIRST_TRIES = 5;

export interface RuleBookParts {
  readonly store: RuleReader;
  readonly provisioned: readonly ProvisionedRules[];
  readonly compiler: Pick<RuleCompiler, 'compile'>;
  readonly clock: Pick<Clock, 'sleep' | 'monotonic'>;
  readonly occurrences: Pick<RuleOccurrences, 'inForce' | 'notCompiled' | 'unread' | 'readAgain'>;
}

export interface Unread {
  readonly reason: string;
  readonly forMs: number;
}

export class RuleBook {
  readonly #parts: RuleBookParts;
  readonly #patterns: CompiledPatterns;
  readonly #rebuild = new Rerun(() => this.#build());
  readonly #listeners = new Set<(snapshot: RuleSnapshot) => void>();
  #saved: SavedRules | undefined;
  #unread: string | undefined;
  #unreadSince = 0;
  /** What the present snapshot was made of. */
  #madeOf: readonly unknown[] = [];
  #isIncomplete = false;
  #unlearnt: readonly Rule[] = [];
  #firstTries = 0;
  #stopping: AbortSignal | undefined;
  #current: RuleSnapshot | undefined;
  #faults: readonly RuleFault[] = [];

  constructor(parts: RuleBookParts) {
    this.#parts = parts;
    this.#patterns = new CompiledPatterns(parts.compiler, parts.clock);
  }

  /** Undefined until all rules were read once: until then nobody knows what a line means, and none may be judged. */
  get current(): RuleSnapshot | undefined {
    return this.#current;
  }

  /** The enabled rules that are not in force as they are written, each with the reason. */
  get faults(): readonly RuleFault[] {
    return this.#faults;
  }

  /** Why the saved rules could not be read the last time, and for how long it has been so; undefined when they could. Those that were read before go on. */
  get unread(): Unread | undefined {
    if (this.#unread === undefined) return undefined;
    return { reason: this.#unread, forMs: this.#parts.clock.monotonic() - this.#unreadSince };
  }

  /** Resolves when rules are known, at once when they are; also when the signal aborts. */
  whenKnown(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (this.#current !== undefined || signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
    this.onChange(() => resolve(), signal);
    return promise;
  }

  /** Calls `listener` with each snapshot from the next on, in order, at once when it is in force, until the signal aborts. */
  onChange(listener: (snapshot: RuleSnapshot) => void, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.#listeners.add(listener);
    signal.addEventListener('abort', () => this.#listeners.delete(listener), { once: true });
  }

  /** Resolves when everything that was written before this call is in force, or is known not to be; of what stands in labels perhaps only a part. It never rejects. */
  refresh(): Promise<void> {
    return this.#rebuild.ask();
  }

  /** The same, of what stands in labels as well. */
  async refreshWhole(): Promise<void> {
    do await this.refresh();
    while (this.#unlearnt.length > 0 && !this.#stopping?.aborted);
  }

  /** Looks for changes until the signal aborts. It never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    this.#stopping = signal;
    await this.refresh();
    for (;;) {
      await this.#parts.clock.sleep(LOOK_EVERY_MS, signal);
      if (signal.aborted) return;
      await this.refresh();
    }
  }

  async #build(): Promise<void> {
    await this.#read();
    const saved = this.#saved;
    if (saved === undefined) return;
    const written = this.#parts.provisioned.map(({ rules }) => rules);
    const isSame = [saved, ...written].every((part, i) => part === this.#madeOf[i]);
    const isWorthIt = this.#unlearnt.length === 0 && (this.#isIncomplete || this.#patterns.isDue);
    if (!isSame || isWorthIt) await this.#putTogether(saved, written);
    if (this.#unlearnt.length === 0 || this.#stopping?.aborted) return;
    const { clock } = this.#parts;
    const begun = clock.monotonic();
    await this.#patterns.learn(this.#unlearnt, () => clock.monotonic() - begun >= LEARN_MS);
    await this.#putTogether(saved, written);
    if (this.#unlearnt.length > 0) void this.refresh();
  }

  /** Whatever is compiled comes into force; what is to be learnt is left for later. */
  async #putTogether(saved: SavedRules, written: readonly (readonly Rule[])[]): Promise<void> {
    const rules = [...saved.rules, ...written.flat()].sort((a, b) => compareRuleIds(a.id, b.id));
    const { named, faults } = withOwnNames(rules);
    const compiled = await this.#compile(inOrderOfRoom(named.filter(({ enabled }) => enabled)));
    this.#unlearnt = compiled.unlearnt;
    // A compiler that was stopped leaves rules out; those that are in force are right until the end.
    if (this.#stopping?.aborted) return;
    if (compiled.isIncomplete && this.#current === undefined && ++this.#firstTries < FIRST_TRIES) {
      this.#faults = compiled.faults;
      return;
    }
    this.#madeOf = [saved, ...written];
    this.#isIncomplete = compiled.isIncomplete;
    // One that stays as it was is that in every respect.
    const placed = new Map(compiled.placed.map(({ rule }) => [rule.id, rule]));
    const snapshot = new RuleSnapshot({
      rules: rules.map((rule) => placed.get(rule.id) ?? rule),
      placed: compiled.placed,
      mutes: new ActiveMutes(saved.mutes),
      before: this.#current,
    });
    this.#putInForce(snapshot, [...faults, ...compiled.faults]);
  }

  /** Reads what is saved, where it has changed. What was read before goes on when that fails. */
  async #read(): Promise<void> {
    const { store, clock, occurrences } = this.#parts;
    try {
      if ((await store.revision()) !== this.#saved?.revision) this.#saved = await store.loadRules();
      if (this.#unread !== undefined) occurrences.readAgain();
      this.#unread = undefined;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (this.#unread === undefined) {
        occurrences.unread({ error });
        this.#unreadSince = clock.monotonic();
      }
      this.#unread = reason;
    }
  }

  /** Leaves out what one set cannot hold, the last ones; the others get their places. */
  async #compile(rules: readonly Rule[]): Promise<CompiledRules> {
    const compiled = await this.#patterns.compile(rules.slice(0, MOST_RULES));
    const large = beyondTheirShare(compiled.placed);
    const manyFields = beyondFields(compiled.placed.map(({ rule }) => rule));
    const own = compiled.placed.filter(({ rule }) => !large.has(rule) && !manyFields.has(rule));
    const fit = howManyFit(own.map((one) => one.compiled));
    const beyond = [...own.slice(fit).map(({ rule }) => rule), ...rules.slice(MOST_RULES)];
    const faults = [
      ...compiled.faults,
      ...[...large].map(tooLargeForLabels),
      ...[...manyFields].map(oneFieldTooMany),
      ...beyond.map(tooMuch),
    ];
    const placed = own.slice(0, fit).sort((one, other) => comparePlaces(one.rule, other.rule));
    return { ...compiled, placed, faults };
  }

  #putInForce(snapshot: RuleSnapshot, faults: readonly RuleFault[]): void {
    const { occurrences } = this.#parts;
    const known = new Set(this.#faults.map(wordsOf));
    for (const fault of faults) if (!known.has(wordsOf(fault))) occurrences.notCompiled(fault);
    this.#faults = faults;
    this.#current = snapshot;
    occurrences.inForce({ rules: snapshot.places.length, faults: faults.length, mutes: snapshot.mutes.all.length });
    for (const listener of this.#listeners) listener(snapshot);
  }
}

const leftOut = ({ id, name, origin }: Rule, message: string): RuleFault => ({
  ...{ ruleId: id, ruleName: name, origin, message },
  field: undefined,
  position: undefined,
});

const tooMuch = (rule: Rule): RuleFault =>
  leftOut(rule, 'There are more rules, or larger ones, than can be matched together; disable some of them.');

const oneFieldTooMany = (rule: Rule): RuleFault => ({
  ...leftOut(rule, tooManyFields(MOST_FIELDS)),
  field: 'field',
});

const tooLargeForLabels = (rule: Rule): RuleFault =>
  leftOut(
    rule,
    'The patterns in the labels of this workload are larger together than they may be: ask for fewer repetitions, or write the rule in the configuration file.',
  );

const wordsOf = ({ ruleId, field, message }: RuleFault): string => JSON.stringify([ruleId, field, message]);
