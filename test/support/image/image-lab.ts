// The engine with the image in it that all suites of the image share.
import { afterAll, beforeAll } from 'vitest';
import { type ImageLab, startImageEngine } from './image-engine.ts';

const HOOK_LIMIT_MS = 240_000;

let shared: Promise<ImageLab> | undefined;

/** To be called within `describe`: an engine with the image in it, which all suites of the image use. It ends with the process. */
export function imageLabForSuite(): () => ImageLab {
  let lab: ImageLab | undefined;
  beforeAll(async () => {
    shared ??= startImageEngine('classic', 'buildkit');
    lab = await shared;
  }, HOOK_LIMIT_MS);
  return () => {
    if (lab === undefined) throw new Error('The engine is there only within the tests of the suite.');
    return lab;
  };
}

/** Removes what a suite has left, so that the next one finds the ports free. */
export function removeAllAfterSuite(lab: () => ImageLab): void {
  afterAll(async () => {
    const left = (await lab().docker('ps', '--all', '--quiet')).split('\n').filter((id) => id !== '');
    if (left.length > 0) await lab().docker('rm', '--force', '--volumes', ...left);
  }, HOOK_LIMIT_MS);
}
