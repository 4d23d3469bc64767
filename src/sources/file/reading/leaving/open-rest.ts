// The rest of a generation, where it was found: it was renamed, copied or packed.
import type { Cursor } from '../../generation/cursor.ts';
import type { SeenFile } from '../../generation/survey.ts';
import type { Generations } from '../generations.ts';
import type { GenerationTools } from '../reading-contract.ts';

export interface RestTools extends Pick<GenerationTools, 'lost'> {
  readonly generations: Generations;
}

/** It is read on in this file. False where it does not stand there any more. */
export async function openRest(rest: SeenFile, newest: Cursor, { generations, lost }: RestTools): Promise<boolean> {
  generations.standsAt(newest, rest.path);
  if (generations.files.of(newest)?.file === rest.file && !newest.isCut) return true;
  await generations.files.close(newest);
  if (!(await generations.files.open(newest, rest))) return false;
  if (newest.isCut && newest.size > rest.size && !rest.isPacked) lost('truncated');
  if (rest.file !== newest.file) {
    newest.cuts += 1;
    newest.changed = rest.changed;
  }
  if (!rest.isPacked) newest.file = rest.file;
  newest.isCut = false;
  return true;
}
