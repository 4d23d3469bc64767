import { expect, test } from 'vitest';
import type { NewRule, NewTrigger, Rule, Trigger, TriggerPatch } from '../../api/shapes.ts';
import { createBeginWatching } from './begin-watching.ts';

/** A server that notes what it is asked, and refuses a rule for as long as the test says. */
function notingServer() {
  const asked: string[] = [];
  const server = {
    asked,
    refuses: false,
    addTrigger: async ({ name }: NewTrigger) => {
      asked.push(`add trigger ${name}`);
      return { id: '7', name } as Trigger;
    },
    changeTrigger: async (id: string, { name }: TriggerPatch) => {
      asked.push(`change trigger ${id}: ${name}`);
      return { id, name } as Trigger;
    },
    addRule: async ({ name }: NewRule) => {
      asked.push(`add rule ${name}`);
      if (server.refuses) throw new Error('Not now.');
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
  expect(begun).toEqual({ trigger: { id: '7', name: 'all' }, rules: { added: 1, taken: [] } });
});

test('where a rule is refused there is one trigger, which becomes what is said when it is tried again', async () => {
  const server = notingServer();
  const begin = createBeginWatching(server);
  server.refuses = true;
  await expect(begin(called('all'), RULES)).rejects.toThrow('Not now.');
  server.refuses = false;
  const seen: (Trigger | undefined)[] = [];
  const begun = await begin((stored) => {
    seen.push(stored);
    return called('mine')();
  }, RULES);
  expect(seen).toEqual([{ id: '7', name: 'all' }]);
  expect(server.asked.slice(2)).toEqual(['change trigger 7: mine', 'add rule panic']);
  expect(begun.trigger.name).toBe('mine');
});
