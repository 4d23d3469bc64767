import { expect, test } from 'vitest';
import { ApiError } from '../../api/api-error.ts';
import type { NewRule, NewTrigger, Rule, Trigger, TriggerPatch } from '../../api/shapes.ts';
import { createBeginWatching } from './begin-watching.ts';

const UNREACHABLE = new ApiError('unreachable', 'No answer.', { status: 0 });

/** A server that notes what it is asked to change, refuses a rule for as long as the test says, and loses its answer to a new trigger. */
function notingServer() {
  const asked: string[] = [];
  const there: Trigger[] = [];
  const server = {
    ...{ asked, there, refuses: false, loses: false },
    triggers: async () => ({ items: [...there], next_cursor: null }),
    addTrigger: async ({ name, channel }: NewTrigger) => {
      asked.push(`add trigger ${name}`);
      const trigger = { id: String(there.length + 1), name, channel } as Trigger;
      there.push(trigger);
      if (server.loses) throw UNREACHABLE;
      return trigger;
    },
    changeTrigger: async (id: string, { name }: TriggerPatch) => {
      asked.push(`change trigger ${id}: ${name}`);
      return { id, name } as Trigger;
    },
    addRule: async ({ name }: NewRule) => {
      asked.push(`add rule ${name}`);
      if (server.refuses) throw new ApiError('store_unavailable', 'Not now.', { status: 503 });
      return { name } as Rule;
    },
  };
  return server;
}

const RULES: readonly NewRule[] = [{ name: 'panic', pattern: 'panic' }];
const called = (name: string) => (): NewTrigger => ({ name, channel: 'webhook', config: {} });

test('no rule is in force before somebody listens', async () => {
  const server = notingServer();
  const begun = await createBeginWatching(server)(called('all'), RULES);
  expect(server.asked).toEqual(['add trigger all', 'add rule panic']);
  expect(begun).toMatchObject({ trigger: { id: '1', name: 'all' }, rules: { added: 1, taken: [] } });
});

test('where a rule is refused it is said that the trigger is there, which becomes what is said when it is tried again', async () => {
  const server = notingServer();
  const begin = createBeginWatching(server);
  server.refuses = true;
  await expect(begin(called('all'), RULES)).rejects.toThrow(
    '“all” takes every event from now on. No rule was added yet: Not now.',
  );
  server.refuses = false;
  const seen: (Trigger | undefined)[] = [];
  const begun = await begin((stored) => {
    seen.push(stored);
    return called('mine')();
  }, RULES);
  expect(seen).toMatchObject([{ id: '1', name: 'all' }]);
  expect(server.asked.slice(2)).toEqual(['change trigger 1: mine', 'add rule panic']);
  expect(begun.trigger.name).toBe('mine');
});

test('a trigger whose answer was lost is the one that is saved again, whatever it is called by then', async () => {
  const server = notingServer();
  const begin = createBeginWatching(server);
  server.loses = true;
  await expect(begin(called('all'), RULES)).rejects.toBe(UNREACHABLE);
  expect((await begin(called('mine'), RULES)).trigger.name).toBe('mine');
  expect(server.asked).toEqual(['add trigger all', 'change trigger 1: mine', 'add rule panic']);
});

test('one that was made meanwhile elsewhere is named before a second one is made', async () => {
  const server = notingServer();
  server.there.push({ id: '1', name: 'old' } as Trigger);
  const begin = createBeginWatching(server);
  server.there.push({ id: '2', name: 'all' } as Trigger);
  await expect(begin(called('mine'), RULES)).rejects.toThrow('There is a trigger “all” by now');
  expect(server.asked).toEqual([]);
  await begin(called('mine'), RULES);
  expect(server.asked).toEqual(['add trigger mine', 'add rule panic']);
});

test('where nobody could see before which there are, those that there are count as made meanwhile', async () => {
  const server = notingServer();
  server.there.push({ id: '1', name: 'old' } as Trigger);
  const { triggers } = server;
  server.triggers = () => Promise.reject(UNREACHABLE);
  const begin = createBeginWatching(server);
  await expect(begin(called('mine'), RULES)).rejects.toBe(UNREACHABLE);
  server.triggers = triggers;
  await expect(begin(called('mine'), RULES)).rejects.toThrow('“old” by now');
  expect(server.asked).toEqual([]);
});
