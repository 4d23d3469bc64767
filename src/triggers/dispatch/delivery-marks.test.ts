import { expect, test } from 'vitest';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import type { DeliveryMark, StandingChange } from '../../core/deliveries/delivery-work.ts';
import { DeliveryMarks } from './delivery-marks.ts';

const mark: DeliveryMark = {
  ...{ id: '1', claim: 0, dueAt: 0, waitMs: 0, attemptCount: 1, attempts: [] },
  ...{ death: null, endedAt: null },
  state: 'pending',
};

/** What is said of triggers in one transaction. */
async function told(...standings: readonly StandingChange[]): Promise<readonly StandingChange[]> {
  const said: StandingChange[] = [];
  const marks = new DeliveryMarks({
    store: {
      mark: async (_, changes) => {
        said.push(...changes);
        return { ids: new Set(), standings: [] };
      },
    },
    ...{
      clock: new ManualClock(),
      random: () => 0.5,
      failed: () => {},
      standingsChanged: () => {},
      suspended: () => {},
    },
  });
  for (const standing of standings) marks.add({ mark, standing, settle: () => {} });
  await marks.flushed();
  return said;
}

test('of all that a moment shows of a trigger the last is told, a success before what failed after it, and that it is gone above all', async () => {
  const success = { triggerId: '1', shows: 'success' } as const;
  const failing = (at: number, triggerId = '1') => ({ triggerId, shows: 'failing', at }) as const;
  const gone = { triggerId: '1', shows: 'suspended', why: 'gone', at: 4 } as const;
  expect(await told(failing(1), success)).toEqual([success]);
  expect(await told(success, failing(1), failing(2))).toEqual([success, failing(2)]);
  expect(await told(failing(1), failing(2), failing(3, '2'))).toEqual([failing(2), failing(3, '2')]);
  expect(await told(success, gone, failing(5), success)).toEqual([gone]);
  const hopeless = { triggerId: '1', shows: 'suspended', why: 'failing', at: 6 } as const;
  expect(await told(hopeless, success)).toEqual([success]);
  expect(await told(success, hopeless)).toEqual([success, hopeless]);
  expect(await told(hopeless, gone)).toEqual([gone]);
});
