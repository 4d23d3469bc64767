// Which files hold anything, and which hold what stands in another one as well: one of them is read.
import { bornAt, type SeenFile } from '../generation/survey.ts';
import { isCopyOf } from './known-again.ts';
import { type OpenFile, openBegun, openSeen } from './open-file.ts';

export interface Originals {
  /** The newest generation, where more of it stands somewhere, and when that was changed last. */
  readonly whole: { readonly file: OpenFile; readonly changed: bigint } | undefined;
  /** What was seen to be blank, and has been written to and renamed since. */
  readonly own: SeenFile | undefined;
}

/** So small is what is packed of an empty one, with its name. */
const SMALL_BYTES = 512;

/** Empty ones are rotated and packed as others are, and nothing can be known again by them. */
export async function thoseWithLines(found: readonly SeenFile[]): Promise<readonly SeenFile[]> {
  const holding: SeenFile[] = [];
  for (const one of found) if (one.size > 0 && !(one.isPacked && (await isEmptyPacked(one)))) holding.push(one);
  return holding;
}

async function isEmptyPacked(one: SeenFile): Promise<boolean> {
  if (one.size > SMALL_BYTES) return false;
  const begun = await openBegun(one.path, one);
  await begun?.file.handle.close();
  return begun?.first.length === 0;
}

/** Of what stands packed beside itself one is enough; and what somebody copied while the newest was written to is no other one. */
export async function withoutCopies(
  found: readonly SeenFile[],
  { whole, own }: Originals,
): Promise<readonly SeenFile[]> {
  const others: SeenFile[] = [];
  for (const one of found) {
    if (own !== undefined && one !== own && (await isMadeFrom(one, own))) continue;
    const plain = found.find(({ path }) => `${path}.gz` === one.path);
    const mayBeOf = whole !== undefined && !one.isPacked && bornAt(one.file) < whole.changed;
    const isCopy = plain ? await isMadeFrom(one, plain) : mayBeOf && (await isCopyOf(whole.file, one));
    if (!isCopy) others.push(one);
  }
  return others;
}

/** Packed, or copied. */
async function isMadeFrom(made: SeenFile, plain: SeenFile): Promise<boolean> {
  const file = await openSeen(plain);
  try {
    return file !== undefined && (await isCopyOf(file, made));
  } finally {
    await file?.handle.close();
  }
}
