// A reading position in a pattern's text, and the way to give up on it.
import type { PatternFault, PatternFaultCode } from './pattern.ts';

/** Thrown within the parser only, from any depth of the descent; `parsePattern` turns it back into a value. */
export class Refusal extends Error {
  readonly fault: PatternFault;

  constructor(fault: PatternFault) {
    super(fault.message);
    this.fault = fault;
  }
}

export class Reader {
  readonly text: string;
  position = 0;

  constructor(text: string) {
    this.text = text;
  }

  get atEnd(): boolean {
    return this.position >= this.text.length;
  }

  /** The character (a whole code point) at the position, empty at the end. */
  peek(): string {
    const codePoint = this.text.codePointAt(this.position);
    return codePoint === undefined ? '' : String.fromCodePoint(codePoint);
  }

  next(): string {
    const character = this.peek();
    this.position += character.length;
    return character;
  }

  startsWith(expected: string): boolean {
    return this.text.startsWith(expected, this.position);
  }

  /** Steps over `expected` when it stands here. */
  take(expected: string): boolean {
    const there = this.startsWith(expected);
    if (there) this.position += expected.length;
    return there;
  }

  /** What a sticky expression finds here, and steps over it. */
  match(sticky: RegExp): RegExpExecArray | null {
    sticky.lastIndex = this.position;
    const found = sticky.exec(this.text);
    if (found) this.position += found[0].length;
    return found;
  }

  /** The text from `start` to the position, for a message. */
  since(start: number): string {
    return this.text.slice(start, this.position);
  }

  refuse(code: PatternFaultCode, position: number, message: string): never {
    throw new Refusal({ code, message, position });
  }
}
