// What text every match of a pattern must contain, read off its tree.
import type { AlternateNode, Assertion, ConcatNode, Node, RepeatNode } from '../syntax/node.ts';
import { BEFORE_LINE, BEHIND_LINE, isWordByte, NO_WORD } from './byte-set.ts';
import { EMPTY, firstUnits, join, lastUnits, MAX_UNITS, type Sequence, type Unit, unitOf } from './sequence.ts';

/** Sequences of which one or another occurs in (and right around) every match. */
export type Requirement = readonly Sequence[];

/** What is known of the text that a node matches. */
interface Facts {
  /** When its whole text is one of a few sequences. */
  readonly exact: Requirement | undefined;
  /** Its text begins with one of these, and ends with one of those. */
  readonly starts: Requirement;
  readonly ends: Requirement;
  readonly required: readonly Requirement[];
}

/** Most sequences that alternatives may multiply out to. */
const MAX_SEQUENCES = 24;

/** Requirements kept of a node, twice as many for a while. */
const MAX_REQUIREMENTS = 16;

const ANYTHING: Requirement = [EMPTY];
const UNKNOWN: Facts = { exact: undefined, starts: ANYTHING, ends: ANYTHING, required: [] };

export function requiredText(root: Node): Requirement[] {
  const facts = factsOf(root);
  const whole = facts.exact ? [facts.exact] : [facts.starts, facts.ends];
  return [...facts.required, ...whole].filter((requirement) => weight(requirement) > 0);
}

const exactly = (exact: Requirement): Facts => ({ exact, starts: exact, ends: exact, required: [] });

function factsOf(node: Node): Facts {
  switch (node.kind) {
    case 'empty':
      return exactly(ANYTHING);
    case 'never':
      return exactly([]);
    case 'class': {
      const unit = unitOf(node.ranges);
      return unit === undefined ? UNKNOWN : exactly(unit.length === 0 ? [] : [{ units: [unit] }]);
    }
    case 'assert':
      return exactly([edgeOf(node.assertion)]);
    case 'group':
      return factsOf(node.body);
    case 'concat':
      return factsOfConcat(node);
    case 'alternate':
      return factsOfAlternate(node);
    case 'repeat':
      return factsOfRepeat(node);
  }
}

/** `^` and `$` say what stands on the other side. Under (?m) a joined line may hold `\n` inside, so there they say nothing. */
function edgeOf(assertion: Assertion): Sequence {
  if (assertion === 'text-start') return { before: BEFORE_LINE, units: [] };
  return assertion === 'text-end' ? { units: [], after: BEHIND_LINE } : EMPTY;
}

function factsOfConcat({ parts }: ConcatNode): Facts {
  const facts = parts.map(factsOf);
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i];
    if (part?.kind !== 'assert' || part.assertion !== 'word-boundary') continue;
    const boundary: Sequence = {
      before: facts[i + 1]?.starts.every(({ units }) => isWord(units[0])) ? NO_WORD : undefined,
      units: [],
      after: facts[i - 1]?.ends.every(({ units }) => isWord(units.at(-1))) ? NO_WORD : undefined,
    };
    facts[i] = exactly([boundary]);
  }
  return inRuns(facts).reduce(concat);
}

/** Characters that a run has at most: two runs still are one exact text. */
const MAX_RUN = MAX_UNITS / 2;

/**
 * Puts neighbours that have one text each together, as far as a run goes. A long literal is then read run by run, and
 * not character by character with all that is known of the text before carried along.
 */
function inRuns(facts: readonly Facts[]): Facts[] {
  const runs: Facts[] = [];
  let run: Sequence[] = [];
  let length = 0;
  const finish = (): void => {
    if (run.length > 0) runs.push(exactly([join(run)]));
    run = [];
    length = 0;
  };
  for (const one of facts) {
    const text = onlyText(one);
    if (text === undefined || length + text.units.length > MAX_RUN) finish();
    if (text === undefined) runs.push(one);
    else {
      run.push(text);
      length += text.units.length;
    }
  }
  finish();
  return runs;
}

const onlyText = ({ exact }: Facts): Sequence | undefined => (exact?.length === 1 ? exact[0] : undefined);

function isWord(unit: Unit | undefined): boolean {
  return unit?.length === 1 && unit[0]?.length === 1 && (unit[0][0]?.every(isWordByte) ?? false);
}

function concat(left: Facts, right: Facts): Facts {
  const joint = multiply(left.ends, right.starts);
  if (left.exact && right.exact && joint?.every(({ units }) => units.length <= MAX_UNITS)) return exactly(joint);
  const starts = left.exact ? (multiply(left.exact, right.starts) ?? left.exact) : left.starts;
  const ends = right.exact ? (multiply(left.ends, right.exact) ?? right.exact) : right.ends;
  return {
    exact: undefined,
    starts: starts.map(firstUnits),
    ends: ends.map(lastUnits),
    required: heaviest(left.required.concat(right.required, joint ? [joint] : [left.ends, right.starts])),
  };
}

function multiply(left: Requirement, right: Requirement): Requirement | undefined {
  if (left.length * right.length > MAX_SEQUENCES) return undefined;
  return left.flatMap((first) => right.map((second) => join([first, second])));
}

function factsOfAlternate({ choices }: AlternateNode): Facts {
  const facts = choices.map(factsOf);
  const exacts = facts.flatMap(({ exact }) => exact ?? []);
  if (facts.every(({ exact }) => exact) && exacts.length <= MAX_SEQUENCES) return exactly(exacts);
  const starts = facts.flatMap((choice) => choice.starts);
  const ends = facts.flatMap((choice) => choice.ends);
  const heaviestOfEach = facts.map((choice) => [choice.starts, choice.ends, ...choice.required].reduce(heavier));
  const required = heaviestOfEach.flat();
  return {
    exact: undefined,
    starts: starts.length <= MAX_SEQUENCES ? starts : ANYTHING,
    ends: ends.length <= MAX_SEQUENCES ? ends : ANYTHING,
    required: weight(required) > 0 && required.length <= 2 * MAX_SEQUENCES ? [required] : [],
  };
}

function factsOfRepeat({ body, min, max }: RepeatNode): Facts {
  const once = factsOf(body);
  if (min === 0) {
    const optional = max === 1 && once.exact && once.exact.length < MAX_SEQUENCES;
    return optional ? exactly([...(once.exact ?? []), EMPTY]) : max === 0 ? exactly(ANYTHING) : UNKNOWN;
  }
  if (once.exact === undefined) return max === 1 ? once : { ...once, exact: undefined };
  let copies = once.exact;
  let written = 1;
  // Copies of no text add nothing, however many they are.
  if (copies.every(({ units }) => units.length === 0)) written = min;
  for (; written < min; written++) {
    const more = multiply(copies, once.exact);
    if (!more?.every(({ units }) => units.length <= MAX_UNITS)) break;
    copies = more;
  }
  const exact = written === max ? copies : undefined;
  return { exact, starts: copies, ends: copies, required: exact ? [] : [copies] };
}

const heavier = (a: Requirement, b: Requirement): Requirement => (weight(b) > weight(a) ? b : a);

/** Of many the heaviest: a long text would carry one requirement for each of its characters from part to part. */
function heaviest(requirements: readonly Requirement[]): readonly Requirement[] {
  if (requirements.length <= 2 * MAX_REQUIREMENTS) return requirements;
  const weighed = requirements.map((requirement) => ({ requirement, bits: weight(requirement) }));
  const sorted = weighed.sort((a, b) => b.bits - a.bits);
  return sorted.slice(0, MAX_REQUIREMENTS).map(({ requirement }) => requirement);
}

/** How much a requirement says, roughly, before any text has been seen: the bits that its poorest sequence fixes. */
export function weight(requirement: Requirement): number {
  let least = requirement.length === 0 ? 0 : Number.POSITIVE_INFINITY;
  for (const { units } of requirement) {
    let bits = 0;
    for (let i = 0; i < units.length; i++) bits += unitWeight(units[i] ?? []);
    if (bits < least) least = bits;
  }
  return least;
}

const unitWeights = new WeakMap<Unit, number>();

function unitWeight(unit: Unit): number {
  let known = unitWeights.get(unit);
  if (known === undefined) {
    const shortest = unit[0] ?? [];
    known = Math.max(0, 8 - Math.log2(shortest[0]?.length ?? 256)) * shortest.length;
    unitWeights.set(unit, known);
  }
  return known;
}
