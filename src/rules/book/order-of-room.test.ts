import { expect, test } from 'vitest';
import { inWorkload, sampleRule } from '../../../test/support/rule-samples.ts';
import { inOrderOfRoom } from './order-of-room.ts';

test('room is given to the rules that are in no label, and then to the most important one of each workload before the second one of any', () => {
  const inLabel = (id: string, workload: string, severity: 'info' | 'critical') =>
    sampleRule(`label-${id}`, { origin: 'label', scope: inWorkload(workload), severity });
  const rules = [
    ...[inLabel('a1', 'a', 'critical'), inLabel('a2', 'a', 'critical'), inLabel('a3', 'a', 'critical')],
    ...[inLabel('b1', 'b', 'info'), inLabel('c1', 'c', 'critical'), inLabel('c2', 'c', 'info')],
    ...[sampleRule('1', { severity: 'info' }), sampleRule('yaml-aa', { origin: 'yaml', severity: 'error' })],
  ];
  expect(inOrderOfRoom(rules).map(({ id }) => id)).toEqual([
    ...['yaml-aa', '1', 'label-a1', 'label-c1', 'label-b1', 'label-a2', 'label-c2', 'label-a3'],
  ]);
});
