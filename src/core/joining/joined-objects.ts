// What joined lines were taken out of: the object of the first of each.
import { type LineObjects, type ObjectsOfLines, objectOf, oneBehindTheOther } from '../lines/objects/line-objects.ts';

export class JoinedObjects {
  /** By joined line, where it may have one: an object that was kept, or the line of the batch at hand whose it is. */
  readonly #firsts: (Uint8Array | number | undefined)[] = [];
  #ofBatch: ObjectsOfLines | undefined;
  #made: LineObjects | undefined;

  /** @param ofBatch of the lines that come */
  clear(ofBatch: ObjectsOfLines | undefined): void {
    this.#firsts.length = 0;
    [this.#ofBatch, this.#made] = [ofBatch, undefined];
  }

  add(line: number, object: Uint8Array | number | undefined): void {
    if (this.#ofBatch !== undefined || typeof object === 'object') this.#firsts[line] = object;
  }

  /** Of so many lines; undefined where none can have one. They are copied when somebody asks, once. */
  all(count: number): ObjectsOfLines | undefined {
    if (this.#firsts.length === 0) return undefined;
    return () => {
      this.#made ??= oneBehindTheOther(Array.from({ length: count }, (_, line) => this.#objectOf(line)));
      return this.#made;
    };
  }

  #objectOf(line: number): Uint8Array | undefined {
    const first = this.#firsts[line];
    return typeof first === 'number' ? objectOf({ objects: this.#ofBatch }, first) : first;
  }
}
