// What becomes of groups whose automata gave up: they are parted where that helps, and put together again where it does not.
import { isEndBound } from '../automaton/backward-dfa.ts';
import type { Group, GroupMaker } from './group.ts';

/**
 * The groups that follow; the same array when nothing changes. A group that gave up is halved. When both halves give up they are joined
 * again: apart they need as many states, and read every line twice.
 */
export function divided(groups: readonly Group[], maker: GroupMaker): readonly Group[] {
  if (!groups.some(mustChange)) return groups;
  const joined = new Set<Group>();
  return groups.flatMap((group) => {
    if (joined.has(group)) return [];
    if (!mustChange(group)) return [group];
    const other = otherHalf(group, groups);
    if (other && mustChange(other)) {
      joined.add(other);
      other.reader.release();
      return settled({ ...group, members: [...group.members, ...other.members] }, maker);
    }
    if (group.members.length === 1) return settled(group, maker);
    // The other half is given as long to show that it does better.
    return other && group.reader.giveUps < 2 ? [group] : halved(group, maker);
  });
}

const mustChange = ({ reader, trial }: Group): boolean => reader.giveUps > 0 && trial.kind !== 'settled';

function otherHalf(group: Group, groups: readonly Group[]): Group | undefined {
  const { trial } = group;
  if (trial.kind !== 'half') return undefined;
  return groups.find((one) => one !== group && one.trial.kind === 'half' && one.trial.pair === trial.pair);
}

function halved({ members, reader }: Group, maker: GroupMaker): Group[] {
  reader.release();
  const [middle, pair] = [members.length >> 1, {}];
  return [members.slice(0, middle), members.slice(middle)].map((half) => maker.together(half, { kind: 'half', pair }));
}

/** Parting did not help these rules. Those that can be read from the line's end are, each by itself; the others are read together for good. */
function settled({ members, reader }: Group, maker: GroupMaker): Group[] {
  reader.release();
  const turns = members.map(({ rule }) => isEndBound(rule.automaton.pattern.root));
  const alone = members.filter((_, i) => turns[i]).map((member) => maker.alone(member));
  const others = members.filter((_, i) => !turns[i]);
  return others.length === 0 ? alone : [...alone, maker.together(others, { kind: 'settled' })];
}
