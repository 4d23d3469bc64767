// The rules for which every line must be read, because no rare text tells where they could match.
import type { CompiledRule } from '../compile-rule.ts';
import { divided } from './division.ts';
import { type Group, GroupMaker, type GroupMakerOptions, type Member } from './group.ts';
import type { GroupReader } from './group-reader.ts';
import type { LineText } from './line-text.ts';
import { divideTable, type Region } from './table/region.ts';

export interface EveryLineOptions extends GroupMakerOptions {
  /** Patterns are put together up to so many parts, so that a changed rule costs the making of one such group. */
  readonly groupParts?: number;
}

/** So many groups share the kernel's table; each needs room for some hundred states. Others read line by line. */
const MOST_REGIONS = 8;

/**
 * Reads every line for the rules that the prefilter cannot help: many patterns in one automaton. Some combinations need
 * more states than can be kept; such a group is halved as long as that helps one of the halves, and of what is left the
 * rules whose matches end with the line are read from there.
 */
export class EveryLine {
  readonly #maker: GroupMaker;
  readonly #groupParts: number;
  #groups: readonly Group[] = [];
  #regions: ReadonlyMap<GroupReader | undefined, Region> = new Map();

  constructor({ groupParts = 16_384, ...options }: EveryLineOptions = {}) {
    this.#maker = new GroupMaker(options);
    this.#groupParts = groupParts;
  }

  /** From now on looks for the rules at these places of the set. A group that keeps all its rules keeps what it has built. */
  use(compiled: readonly CompiledRule[], places: readonly number[]): void {
    const left = Map.groupBy(places, (place) => compiled[place]);
    const kept: Group[] = [];
    for (const group of this.#groups) {
      const found = group.members.map(({ rule }) => ({ rule, place: left.get(rule)?.pop() }));
      const known = found.filter((member): member is Member => member.place !== undefined);
      if (known.length === found.length) {
        kept.push({ ...group, members: known });
        continue;
      }
      group.reader.release();
      for (const { rule, place } of known) left.get(rule)?.push(place);
    }
    const loose = [...left.values()].flat().sort((a, b) => a - b);
    this.#arrange([...kept, ...this.#grouped(compiled, loose)]);
  }

  get isNeeded(): boolean {
    return this.#groups.length > 0;
  }

  get groupCount(): number {
    return this.#groups.length;
  }

  /** How many states the automaton of each group holds. */
  get stateCounts(): readonly number[] {
    return this.#groups.map(({ reader }) => reader.stateCount);
  }

  get byteSize(): number {
    return this.#groups.reduce((sum, { reader }) => sum + reader.byteSize, 0);
  }

  /** Calls back with every rule, by its place, whose pattern matches a line of the text, and where that line begins and its `\n` stands; perhaps twice. */
  read(text: LineText, found: (rule: number, start: number, behind: number) => void): void {
    for (const { members, reader } of this.#groups) {
      reader.read(text, this.#regions.get(reader), (pattern, start, behind) =>
        found(members[pattern]?.place ?? 0, start, behind),
      );
    }
  }

  /** Parts the groups that gave up; to be called between batches. */
  divideWhatGaveUp(): void {
    const groups = divided(this.#groups, this.#maker);
    if (groups !== this.#groups) this.#arrange(groups);
  }

  /** Divides the kernel's table among the groups. A region that is another one than before is empty for its group, so groups that stay keep theirs. */
  #arrange(groups: readonly Group[]): void {
    this.#groups = groups;
    const sharing = groups.filter(({ reader }) => reader.usesTable).slice(0, MOST_REGIONS);
    const before = [...this.#regions.keys()];
    if (sharing.length === before.length && sharing.every(({ reader }, i) => reader === before[i])) return;
    const regions = divideTable(sharing.map(partsOf));
    this.#regions = new Map(regions.map((region, i) => [sharing[i]?.reader, region]));
  }

  #grouped(compiled: readonly CompiledRule[], places: readonly number[]): Group[] {
    const groups: { members: Member[]; parts: number }[] = [];
    for (const place of places) {
      const rule = compiled[place];
      if (rule === undefined) continue;
      const last = groups.at(-1);
      const { parts } = rule.automaton;
      if (last === undefined || last.parts + parts > this.#groupParts)
        groups.push({ members: [{ rule, place }], parts });
      else {
        last.members.push({ rule, place });
        last.parts += parts;
      }
    }
    return groups.map(({ members }) => this.#maker.together(members, { kind: 'whole' }));
  }
}

const partsOf = ({ members }: Group): number => members.reduce((sum, { rule }) => sum + rule.automaton.parts, 0);
