import { expect, test } from 'vitest';
import { sqliteDatabase } from '../../../test/support/databases.ts';
import { type StateChange, SystemStates } from './system-states.ts';

const change = (subject: string, state: StateChange['state']): StateChange => ({
  ...{ subject, state, kind: `${subject}_${state}`, message: `${subject} is ${state}`, metadata: {} },
});

async function log() {
  const store = await sqliteDatabase().open();
  const told = async () => {
    const { items } = await store.events.listEvents({ sources: ['system'] }, { limit: 500 });
    return items.map(({ message, severity }) => `${severity}: ${message}`).toReversed();
  };
  return { store, told, states: new SystemStates(store.events) };
}

test('a change is told once, by whoever sees it first, also after a restart; and again after the next', async () => {
  const { store, states, told } = await log();
  const other = new SystemStates(store.events);
  await states.tell([change('a', 'well')]);
  expect(await told()).toEqual([]);
  await states.tell([change('a', 'broken'), change('b', 'broken')]);
  await other.tell([change('a', 'broken')]);
  await Promise.all([states, other, states].map((one) => one.tell([change('a', 'well')])));
  await new SystemStates(store.events).tell([change('a', 'well'), change('b', 'broken')]);
  await other.tell([change('a', 'broken')]);
  expect(await told()).toEqual(['error: a is broken', 'error: b is broken', 'info: a is well', 'error: a is broken']);
  expect(await states.standings()).toEqual(
    new Map([
      ['a', { state: 'broken', number: 3 }],
      ['b', { state: 'broken', number: 1 }],
    ]),
  );
});

test('other events of the system hide no change', async () => {
  const { store, states, told } = await log();
  await states.tell([change('a', 'broken')]);
  const gap = { source: 'system', severity: 'warn', message: 'lost', metadata: {}, workloadId: null, ruleId: null };
  const gaps = Array.from({ length: 3_000 }, (_, n) => ({ ...gap, severity: 'warn' as const, key: `system gap ${n}` }));
  await store.events.append(gaps);
  await states.tell([change('a', 'broken')]);
  await states.tell([change('a', 'well')]);
  expect((await told()).filter((line) => !line.startsWith('warn'))).toEqual(['info: a is well']);
  expect((await states.standings()).get('a')).toEqual({ state: 'well', number: 2 });
});
