// Looks for what comes behind a generation; nothing is said of it while files are being renamed.
import type { Cursor } from '../../generation/cursor.ts';
import { type NextGenerations, nextGenerations } from '../../generation/next-generations.ts';
import { whyUnread } from '../../generation/why-unread.ts';
import { isStill } from '../../opened/known-again.ts';
import type { Current } from './coming.ts';
import { type Knowledge, recognise } from './recognise.ts';

/** `current` was opened before, and is held against what is found: meanwhile it may be cut. */
export async function lookBehind(
  newest: Cursor,
  { current, at }: Pick<Current, 'current' | 'at'>,
  known: Omit<Knowledge, 'current'>,
): Promise<NextGenerations | undefined> {
  const next = await nextGenerations(at, newest, (one) => recognise(one, { ...known, current: at }));
  const seen = next?.fresh.find((one) => one.path === at);
  if (seen === undefined || (await isStill(current, seen))) return next;
  const isUnreadable = current === undefined && (await whyUnread(at)) !== undefined;
  return isUnreadable ? next : undefined;
}
