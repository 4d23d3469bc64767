// From the tree to instructions: Thompson's construction, built backwards so that every instruction knows what follows.
import type { Node, Ranges } from '../syntax/node.ts';
import { ASSERTIONS } from './context.ts';

/** Consumes one character of class `x`, then goes on at `y`. */
export const CLASS = 0;
/** Goes on at `x` and at `y`, and would rather at `x`. */
export const SPLIT = 1;
/** Goes on at `y` where assertion `x` holds. */
export const ASSERT = 2;
/** Pattern number `x` has matched. */
export const MATCH = 3;
/** Goes nowhere. */
const FAIL = 4;
/** Notes the place in slot `x`, then goes on at `y`; in code for captures only. */
export const SAVE = 5;

/** Code for `captures` notes where groups begin and end, and enters no loop by a round that reads nothing, as Go does. */
export type CodeForm = 'search' | 'captures';

/** Instructions as parallel arrays; what `x` and `y` mean depends on `op`. */
export interface Code {
  readonly op: Uint8Array;
  readonly x: Int32Array;
  readonly y: Int32Array;
  /** Where each pattern begins. */
  readonly starts: Int32Array;
  /** The classes that instructions name by number; equal ones are one. */
  readonly classes: readonly Ranges[];
}

/** How many instructions a tree becomes, its MATCH not among them. */
export function instructionCount(node: Node, form: CodeForm = 'search'): number {
  switch (node.kind) {
    case 'empty':
      return 0;
    case 'never':
    case 'class':
    case 'assert':
      return 1;
    case 'group':
      return instructionCount(node.body, form) + (form === 'captures' ? 2 : 0);
    case 'concat':
      return node.parts.reduce((sum, part) => sum + instructionCount(part, form), 0);
    case 'alternate':
      return node.choices.reduce((sum, choice) => sum + instructionCount(choice, form), node.choices.length - 1);
    case 'repeat': {
      const body = instructionCount(node.body, form);
      if (node.max === Infinity) return Math.max(node.min, 1) * body + (needsEntry(node, form) ? 2 : 1);
      return node.max * body + (node.max - node.min);
    }
  }
}

/** The code of several patterns, each with a MATCH of its own number. */
export function emitCode(roots: readonly Node[], form: CodeForm = 'search'): Code {
  const size = roots.reduce((sum, root) => sum + instructionCount(root, form) + 1, 0);
  return new Emitter(size, form).emit(roots);
}

type Repeat = Node & { readonly kind: 'repeat' };

/** x* becomes (x+)? where x may be empty: so its first round is taken even when it reads nothing, and the groups in it are noted. */
const needsEntry = ({ body, min }: Repeat, form: CodeForm): boolean =>
  form === 'captures' && min === 0 && mayBeEmpty(body);

function mayBeEmpty(node: Node): boolean {
  switch (node.kind) {
    case 'empty':
    case 'assert':
      return true;
    case 'never':
    case 'class':
      return false;
    case 'concat':
      return node.parts.every(mayBeEmpty);
    case 'alternate':
      return node.choices.some(mayBeEmpty);
    case 'group':
      return mayBeEmpty(node.body);
    case 'repeat':
      return node.min === 0 || mayBeEmpty(node.body);
  }
}

class Emitter {
  readonly #op: Uint8Array;
  readonly #x: Int32Array;
  readonly #y: Int32Array;
  readonly #classes: Ranges[] = [];
  /** By content, and before that by identity: the copies of a repetition share their ranges, which may be long. */
  readonly #numbersByText = new Map<string, number>();
  readonly #numbers = new Map<Ranges, number>();
  readonly #form: CodeForm;
  #size = 0;

  constructor(size: number, form: CodeForm) {
    this.#form = form;
    this.#op = new Uint8Array(size);
    this.#x = new Int32Array(size);
    this.#y = new Int32Array(size);
  }

  emit(roots: readonly Node[]): Code {
    const starts = Int32Array.from(roots, (root, number) => this.#node(root, this.#add(MATCH, number, 0)));
    return { op: this.#op, x: this.#x, y: this.#y, starts, classes: this.#classes };
  }

  /** Emits what matches `node` and then goes on at `next`; gives where it begins. */
  #node(node: Node, next: number): number {
    switch (node.kind) {
      case 'empty':
        return next;
      case 'never':
        return this.#add(FAIL, 0, 0);
      case 'class':
        return this.#add(CLASS, this.#class(node.ranges), next);
      case 'assert':
        return this.#add(ASSERT, ASSERTIONS.indexOf(node.assertion), next);
      case 'group':
        return this.#group(node, next);
      case 'concat':
        return node.parts.reduceRight((after, part) => this.#node(part, after), next);
      case 'alternate':
        return node.choices
          .map((choice) => this.#node(choice, next))
          .reduceRight((rest, choice) => this.#add(SPLIT, choice, rest));
      case 'repeat':
        return node.max === Infinity ? this.#loop(node, next) : this.#counted(node, next);
    }
  }

  #group({ body, index }: Node & { readonly kind: 'group' }, next: number): number {
    if (this.#form === 'search') return this.#node(body, next);
    const close = this.#add(SAVE, 2 * index + 1, next);
    return this.#add(SAVE, 2 * index, this.#node(body, close));
  }

  /** The body `min` times and then as often as it comes: the last copy leads back to itself. */
  #loop(node: Repeat, next: number): number {
    const { body, min, greedy } = node;
    const again = this.#add(SPLIT, next, next);
    let entry = this.#node(body, again);
    (greedy ? this.#x : this.#y)[again] = entry;
    if (min === 0) return needsEntry(node, this.#form) ? this.#choice(entry, next, greedy) : again;
    for (let copies = 1; copies < min; copies++) entry = this.#node(body, entry);
    return entry;
  }

  /** As many copies as the maximum; those beyond the minimum may be left, each straight to the end. */
  #counted({ body, min, max, greedy }: Repeat, next: number): number {
    let entry = next;
    for (let copy = max; copy > 0; copy--) {
      entry = this.#node(body, entry);
      if (copy > min) entry = this.#choice(entry, next, greedy);
    }
    return entry;
  }

  #choice(body: number, next: number, greedy: boolean): number {
    return greedy ? this.#add(SPLIT, body, next) : this.#add(SPLIT, next, body);
  }

  #class(ranges: Ranges): number {
    const known = this.#numbers.get(ranges);
    if (known !== undefined) return known;
    const text = ranges.join();
    const number = this.#numbersByText.get(text) ?? this.#classes.push(ranges) - 1;
    this.#numbersByText.set(text, number);
    this.#numbers.set(ranges, number);
    return number;
  }

  #add(op: number, x: number, y: number): number {
    const at = this.#size++;
    this.#op[at] = op;
    this.#x[at] = x;
    this.#y[at] = y;
    return at;
  }
}
