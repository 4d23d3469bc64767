// What comes behind a generation, opened, with what is missing before each of it.
import type { Clock } from '../../../../core/clock.ts';
import { type SeenFile, seenFile } from '../../generation/survey.ts';
import { type Leaves, openAhead, type Step, type Wanted } from '../../opened/ahead.ts';
import { type BegunFile, openBegun } from '../../opened/open-file.ts';
import type { Coming } from './coming.ts';
import type { LeftBehind } from './left-behind.ts';
import { isSettled } from './recognise.ts';

export interface StepTools {
  readonly left: LeftBehind;
  readonly clock: Pick<Clock, 'now'>;
}

/** Undefined where some of it is not where it was. */
export async function stepsBehind(coming: Coming, { left, clock }: StepTools): Promise<readonly Step[] | undefined> {
  if (!coming.isBegun && coming.older.length === 0) return [];
  const leaves = leavesOf(coming);
  const wanted = await wantedOf(coming, leaves, left);
  const steps = await openAhead(wanted, (seen) => openStep(seen, coming, clock));
  return steps?.map((step, n) => (n === 0 ? { ...step, leaves } : step));
}

function leavesOf({ newest, next, older, between, own }: Coming): Leaves {
  const isAfter = newest.isBlank ? between.some((one) => one !== own) : older.length > 0;
  const isWhole = next.rest !== undefined || own !== undefined;
  const mayLack = next.hasUnproven || (!isWhole && isAfter && (next.mayLack || !newest.isBlank));
  const isThere = next.fresh.some(({ file }) => file === newest.file);
  return { mayLack, isWhole, isThere };
}

async function wantedOf(coming: Coming, { isWhole }: Leaves, left: LeftBehind): Promise<readonly Wanted[]> {
  const { newest, next, rotated, older, between, copied, own, isBegun, current, at, life } = coming;
  // What came behind it; what stands before it was copied of it.
  const behind = own === undefined ? 0 : between.indexOf(own) + 1;
  const lost = await left.lossesOf(newest, {
    stands: rotated
      .slice(own === undefined ? 0 : rotated.indexOf(own) + 1)
      .filter((one) => one !== copied)
      .map((one) => older.includes(one)),
    until: life,
    next: current?.file.file,
    isWhole,
  });
  const ownLife = left.lifeOf(newest);
  return (isBegun ? [...between, ...next.fresh.slice(-1)] : between).map((seen, n) => ({
    seen,
    isMissing: lost.before.has(n - behind),
    life: seen.path === at ? life : seen === own ? ownLife : lost.lives[n - behind],
    leadsTo: seen.path === at ? at : undefined,
  }));
}

async function openStep(
  seen: SeenFile,
  { current, at }: Coming,
  clock: Pick<Clock, 'now'>,
): Promise<BegunFile | 'unreadable' | undefined> {
  const begun = seen.path === at ? current : await openBegun(seen.path, seen);
  return begun ?? ((await isUnreadable(seen, clock.now())) ? 'unreadable' : undefined);
}

/** It stands there as it did, and has for a while, and nobody can read it. */
async function isUnreadable(one: SeenFile, now: number): Promise<boolean> {
  const seen = await seenFile(one.path, one.isRotated);
  return seen?.file === one.file && isSettled(seen, now);
}
