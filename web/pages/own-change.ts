// Changes of something that others may change meanwhile: what one has not touched stays as they have left it.
import type { ErrorDetail } from '../../src/core/errors.ts';
import { ApiError } from '../api/api-error.ts';

export interface OwnChangeOptions<Stored extends object, Body extends object> {
  /** As it was when the form was opened. */
  readonly stored: Stored;
  readonly read: () => Promise<Stored>;
  readonly change: (own: Partial<Body>) => Promise<Stored>;
}

/**
 * Sends what the form says now and did not say when it was opened. Where somebody else has changed just that since, it is refused once, with what stands
 * there by now: whoever saves again has seen it.
 */
export function createOwnChange<Stored extends object, Body extends object>({
  stored,
  read,
  change,
}: OwnChangeOptions<Stored, Body>): (opened: Body, now: Body) => Promise<Stored> {
  let seen = stored;
  return async (opened, now) => {
    const own = Object.keys(now).filter((name) => differ(name, opened, now));
    const there = await read();
    const theirs = own.filter((name) => differ(name, seen, there) && differ(name, now, there));
    seen = there;
    if (theirs.length > 0) throw changedMeanwhile(theirs.map((name) => detailOf(name, there)));
    return change(Object.fromEntries(Object.entries(now).filter(([name]) => own.includes(name))) as Partial<Body>);
  };
}

const partOf = (name: string, of: object): unknown => Object.entries(of).find(([one]) => one === name)?.[1];

const differ = (name: string, one: object, other: object): boolean =>
  JSON.stringify(partOf(name, one)) !== JSON.stringify(partOf(name, other));

function detailOf(path: string, there: object): ErrorDetail {
  const value = partOf(path, there);
  const shown = typeof value === 'string' || typeof value === 'number' ? ` to “${value}”` : '';
  return { path, message: `Somebody else has changed this meanwhile${shown}. Save again to have yours.` };
}

const changedMeanwhile = (details: readonly ErrorDetail[]): ApiError =>
  new ApiError('conflict', 'Somebody else has changed the same meanwhile.', { status: 0, details });
