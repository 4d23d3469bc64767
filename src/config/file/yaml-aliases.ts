// Writes out the aliases of a YAML document. The library does it, too, but looks through the whole document for each of them, and tells no place.
import { type Document, isAlias, isCollection, isMap, isNode, type Node } from 'yaml';

export interface AliasFault {
  readonly message: string;
  readonly offset: number;
}

/** What an alias may stand for: a value that is read to its end, and how many values there are in it. */
interface Anchored {
  readonly node: Node;
  size: number | undefined;
}

/**
 * Puts what an alias stands for in its place, so that no alias is left in the document, in one walk through it. At the
 * first fault it stops: an alias without its anchor before it, one within what it stands for, or more than `most`
 * values that aliases repeat, counted as if they were written out.
 */
export function writeOutAliases(document: Document.Parsed, most: number): AliasFault | undefined {
  const writer = new AliasWriter(most);
  document.contents = writer.written(document.contents).node as typeof document.contents;
  return writer.fault;
}

interface Written {
  readonly node: unknown;
  /** Values in it, itself included. */
  readonly size: number;
}

class AliasWriter {
  readonly #most: number;
  readonly #anchors = new Map<string, Anchored>();
  #repeated = 0;
  fault: AliasFault | undefined;

  constructor(most: number) {
    this.#most = most;
  }

  written(node: unknown): Written {
    if (this.fault || !isNode(node)) return { node, size: 1 };
    if (isAlias(node)) return this.#target(node.source, node.range?.[0] ?? 0) ?? { node, size: 1 };
    const anchored: Anchored = { node, size: undefined };
    if ('anchor' in node && typeof node.anchor === 'string') this.#anchors.set(node.anchor, anchored);
    let size = 1;
    if (isMap(node)) {
      for (const pair of node.items) {
        // A key is no alias, as only plain texts are allowed there; but one may stand for it.
        this.written(pair.key);
        size += this.#replace(pair.value, (value) => {
          pair.value = value;
        });
      }
    } else if (isCollection(node)) {
      for (const [at, item] of node.items.entries())
        size += this.#replace(item, (value) => {
          node.items[at] = value;
        });
    }
    anchored.size = size;
    return { node, size };
  }

  #replace(before: unknown, put: (after: unknown) => void): number {
    const { node, size } = this.written(before);
    if (node !== before) put(node);
    return size;
  }

  #target(source: string, offset: number): Written | undefined {
    const target = this.#anchors.get(source);
    if (target?.size === undefined) {
      const problem = target === undefined ? 'whose anchor does not stand before it' : 'within what it stands for';
      this.fault = { message: `an alias stands in it (a value that begins with *) ${problem}`, offset };
      return undefined;
    }
    this.#repeated += target.size;
    if (this.#repeated > this.#most) {
      this.fault = { message: `its aliases repeat more than ${this.#most} values`, offset };
      return undefined;
    }
    return { node: target.node, size: target.size };
  }
}
