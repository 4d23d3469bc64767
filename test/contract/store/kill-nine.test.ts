import { expect, test } from 'vitest';
import { killNine } from '../../support/kill-nine.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

test('a server that is killed while it writes loses nothing that it acknowledged, and starts again at once', {
  timeout: 60_000,
}, async () => {
  const delays = [0, 1, 3, 7, 15, 30, 60, 120];
  const delay = (kill: number) => delays[kill] ?? 0;
  const result = await killNine({ dataDir: temporaryDirectory(), kills: delays.length, delay });
  expect(result).toMatchObject({ kills: 8, lost: [], damage: [] });
  expect(result.acknowledged).toBeGreaterThan(8);
});
