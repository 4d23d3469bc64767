// What the overview says of all files, in a few words.
import type { SystemReport } from '../../api/shapes.ts';
import { showCount } from '../../format/count.ts';

export type Files = NonNullable<SystemReport['files']>;

/** How many there are, and how many patterns do not lead where they should: `3 files, 1 pattern with a fault`. */
export function filesTogether({ watched_by: watchedBy, files, patterns }: Files): string {
  if (watchedBy === 'another_instance') return 'Watched by another server';
  if (watchedBy === 'nobody') return 'Not watched';
  if (patterns.some(({ found }) => found === null)) return 'Being looked for';
  const faulty = faultyPatterns(patterns).length;
  return [showCount(files, 'file'), faulty > 0 && `${showCount(faulty, 'pattern')} with a fault`]
    .filter((part) => part !== false)
    .join(', ');
}

export const faultyPatterns = (patterns: Files['patterns']): Files['patterns'] =>
  patterns.filter(({ why }) => why !== null);
