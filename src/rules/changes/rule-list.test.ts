import { expect, test } from 'vitest';
import { inPlaceOf, inWorkload, sampleRule } from '../../../test/support/rule-samples.ts';
import { pageOfRules } from './rule-list.ts';

test('the overrides of one rule that are written elsewhere come behind those of the store, which is asked for no others', async () => {
  const saved = sampleRule('7', { scope: inPlaceOf('1', 'web') });
  const written = [
    sampleRule('yaml-0000000000000001', { scope: inPlaceOf('1', 'db') }),
    sampleRule('yaml-0000000000000002', { scope: inPlaceOf('2', 'db') }),
    sampleRule('yaml-0000000000000003', { scope: inWorkload('db') }),
  ];
  const asked: unknown[] = [];
  const list = async (request: unknown) => {
    asked.push(request);
    return { items: [saved], nextCursor: null };
  };
  const page = await pageOfRules({ limit: 5, overriddenId: '1' }, list, written);
  expect(page.items.map(({ id }) => id)).toEqual(['7', 'yaml-0000000000000001']);
  expect(asked).toMatchObject([{ overriddenId: '1' }]);
});
