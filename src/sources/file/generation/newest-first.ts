// What a path leads to, and the rotated files beside it, in the order in which they were written: by their names, and by their times where these leave it open.
import path from 'node:path';
import { unlessTooMany } from '../../../core/files/too-many-open.ts';
import { FolderNames, namesIn } from '../names/folder-names.ts';
import { ageOf, isPacked, isRotatedFrom, type NameAge, stemOf } from '../names/rotated-name.ts';
import { bornAt, lookAt, type SeenFile, seenFile } from './survey.ts';

/** `gone`: its name was there just now. Undefined for what is no file. */
type LookAtName = (name: string) => Promise<SeenFile | 'gone' | undefined>;

interface Named {
  readonly name: string;
  readonly age: NameAge;
}

/** What the path leads to, and then what it led to before, the newest first. `gone`: its name was there just now, and it may have another one. */
export async function* newestFirst(at: string): AsyncGenerator<SeenFile | 'gone'> {
  const [folder, base] = [path.dirname(at), path.basename(at)];
  const current = await seenFile(at);
  if (current !== undefined) yield current;
  const names = await namesIn(folder).catch(unlessTooMany(new FolderNames([])));
  const rotated = names.beginningWith(stemOf(base)).filter((one) => isRotatedFrom(one, base));
  const look = (name: string) => lookAt(path.join(folder, name), true).catch(goneOrUnknown);
  for await (const seen of byAge(rotated, base, look)) if (seen === 'gone' || seen.file !== current?.file) yield seen;
}

const goneOrUnknown = ({ code }: NodeJS.ErrnoException): 'gone' | undefined => (code === 'ENOENT' ? 'gone' : undefined);

async function* byAge(names: readonly string[], base: string, look: LookAtName): AsyncGenerator<SeenFile | 'gone'> {
  const all = names.map((name): Named => ({ name, age: ageOf(name, base) }));
  const of = (kind: NameAge['kind']): Named[] => all.filter(({ age }) => age.kind === kind);
  const counted = of('counted').toSorted(lowerCount);
  const others = of('word');
  if (await countsUp(counted, look)) counted.reverse();
  const dated = Map.groupBy(of('dated').toSorted(newerDate), ({ age }) => age.form);
  const ordered = [counted, ...dated.values()].filter((kind) => kind.length > 0);
  if (others.length > 0 || ordered.length > 1) {
    yield* byTime([...ordered, ...others.map((one) => [one])], look);
    return;
  }
  for (const { name } of ordered[0] ?? []) {
    const seen = await look(name);
    if (seen !== undefined) yield seen;
  }
}

/** Across ways of naming, which are changed now and then, it counts when files were written to last. */
async function* byTime(kinds: readonly (readonly Named[])[], look: LookAtName): AsyncGenerator<SeenFile | 'gone'> {
  const lists: SeenFile[][] = [];
  for (const kind of kinds) {
    const list: SeenFile[] = [];
    for (const { name } of kind) {
      const seen = await look(name);
      if (seen === 'gone') yield seen;
      else if (seen !== undefined) list.push(seen);
    }
    lists.push(list);
  }
  for (;;) {
    const heads = lists.flatMap((list) => list.slice(0, 1));
    const newest = heads.toSorted((one, other) => compared(one.changed, other.changed))[0];
    if (newest === undefined) return;
    yield newest;
    for (const list of lists) if (list[0] === newest) list.shift();
  }
}

/** Whether the highest is the newest, which is so where the lowest was written to for the last time before that was made, and has kept its name since. Packed ones were all made later than they were written. */
async function countsUp(counted: readonly Named[], look: LookAtName): Promise<boolean> {
  const plain = counted.filter(({ name }) => !isPacked(name));
  const alike = plain.length > 1 ? plain : counted.filter(({ name }) => isPacked(name));
  const [low, high] = [await firstFile(alike, look), await firstFile(alike.toReversed(), look)];
  if (low === undefined || high === undefined || low === 'gone' || high === 'gone') return false;
  return low.changed < high.changed && low.changed <= bornAt(high.file) && low.touched <= high.touched;
}

/** Folders, pipes and links have such names, too. */
async function firstFile(named: readonly Named[], look: LookAtName): Promise<SeenFile | 'gone' | undefined> {
  for (const { name } of named) {
    const seen = await look(name);
    if (seen !== undefined) return seen;
  }
  return undefined;
}

/** `.1` is newer than `.2`, and what is packed was packed after its name was given. */
const lowerCount = (one: Named, other: Named): number =>
  -compared(one.age.parts[0], other.age.parts[0]) || packedLast(one, other);

function newerDate(one: Named, other: Named): number {
  for (let at = 0; at < Math.max(one.age.parts.length, other.age.parts.length); at++) {
    const newer = compared(one.age.parts[at], other.age.parts[at]);
    if (newer !== 0) return newer;
  }
  return packedLast(one, other);
}

/** The larger first. */
const compared = (one = 0n, other = 0n): number => Number(other > one) - Number(other < one);

const packedLast = (one: Named, other: Named): number => Number(isPacked(one.name)) - Number(isPacked(other.name));
