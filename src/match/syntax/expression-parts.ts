// What the parser gathers between two parentheses: choices, each of them a row of parts.
import type { Node } from './node.ts';

/** What one pair of parentheses has gathered so far: the choices that are complete, and the parts of the current one. */
export class ExpressionParts {
  readonly #choices: Node[] = [];
  #parts: Node[] = [];

  add(node: Node): void {
    this.#parts.push(node);
  }

  /** Takes the last part back, for a repetition to wrap it. */
  takeLast(): Node | undefined {
    return this.#parts.pop();
  }

  nextChoice(): void {
    const [only] = this.#parts;
    if (only === undefined) this.#choices.push({ kind: 'empty' });
    else this.#choices.push(this.#parts.length === 1 ? only : { kind: 'concat', parts: this.#parts });
    this.#parts = [];
  }

  finish(): Node {
    this.nextChoice();
    const [only] = this.#choices;
    return only !== undefined && this.#choices.length === 1 ? only : { kind: 'alternate', choices: this.#choices };
  }
}
