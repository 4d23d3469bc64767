import { expect, test } from 'vitest';
import { sampleOrigin } from '../../../../../test/support/origin-samples.ts';
import { EarlierRuns } from './earlier-runs.ts';

const origins = [
  { origin: sampleOrigin('a'), gone: false },
  { origin: sampleOrigin('b'), gone: false },
  { origin: sampleOrigin('c'), gone: true },
];

test('what was there in an earlier run is expected until it is known what has become of it, what was gone is not', () => {
  const earlier = new EarlierRuns({ origins, unstarted: [] });
  expect(['a', 'b', 'c'].map((id) => earlier.expects(id))).toEqual([true, true, false]);
  earlier.found('a');
  expect(earlier.takeMissing(new Set()).map(({ containerId }) => containerId)).toEqual(['b']);
  expect(earlier.takeMissing(new Set())).toEqual([]);
});

test('what a list shows is not missing, and nothing is expected behind it', () => {
  const earlier = new EarlierRuns({ origins, unstarted: [] });
  expect(earlier.takeMissing(new Set(['b'])).map(({ containerId }) => containerId)).toEqual(['a']);
  expect(earlier.expects('b')).toBe(false);
});

test('an engine is recognised by its containers under a name that nobody uses any more, once', () => {
  const span = { since: { seconds: 1, nanos: 0 }, until: { seconds: 2, nanos: 0 } };
  const former = [{ span, unstarted: ['d'], origins: [sampleOrigin('d', { host: 'old' })] }];
  const earlier = new EarlierRuns({ origins: [], unstarted: ['x'], former });
  const where = { host: 'local', seen: new Set(['d']) };
  expect(earlier.recognise(where)).toEqual({ span });
  expect([earlier.expects('d'), earlier.hadNotStarted('d'), earlier.hadNotStarted('x')]).toEqual([true, true, false]);
  expect(earlier.takeMissing(new Set())[0]?.host).toBe('local');
  expect(earlier.recognise(where)).toBeUndefined();
});
