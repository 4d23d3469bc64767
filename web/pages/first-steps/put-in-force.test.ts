import { expect, test } from 'vitest';
import { ApiError } from '../../api/api-error.ts';
import type { NewRule, Rule } from '../../api/shapes.ts';
import { createPutInForce } from './put-in-force.ts';

const ruleCalled = (name: string): NewRule => ({ name, pattern: name });

/** A server that has rules of these names, and refuses others by an error for as long as the test says. */
function serverWith(names: readonly string[]) {
  const has = new Set(names);
  const refusals = new Map<string, ApiError>();
  const conflict = new ApiError('conflict', 'There is one of that name.', { status: 409 });
  const addRule = async ({ name }: NewRule): Promise<Rule> => {
    if (has.has(name)) throw conflict;
    const refusal = refusals.get(name);
    if (refusal) throw refusal;
    has.add(name);
    return { name } as Rule;
  };
  return { has, refusals, addRule };
}

test('rules whose names are free are made, and those that others have are told', async () => {
  const server = serverWith(['panic']);
  const done = await createPutInForce(server)(['oom', 'panic', 'disk'].map(ruleCalled));
  expect(done).toEqual({ added: 2, taken: ['panic'] });
  expect([...server.has]).toEqual(['panic', 'oom', 'disk']);
});

test('any other refusal is one, which says what was done before it', async () => {
  const server = serverWith(['panic']);
  const refusal = new ApiError('forbidden', 'Not you.', { status: 403 });
  server.refusals.set('disk', refusal);
  const tried = (...names: string[]) => createPutInForce(server)(names.map(ruleCalled));
  await expect(tried('panic', 'disk')).rejects.toMatchObject({
    ...{ code: 'forbidden', status: 403, message: 'No rule was added yet: Not you.' },
  });
  await expect(tried('oom', 'crash', 'disk')).rejects.toThrow('2 rules were added, what is left was not: Not you.');
});

test('what was added before one was refused counts as added when it is tried again, also where it is no longer chosen', async () => {
  const server = serverWith(['panic']);
  const putInForce = createPutInForce(server);
  server.refusals.set('disk', new ApiError('store_unavailable', 'Not now.', { status: 503 }));
  await expect(putInForce(['oom', 'crash', 'panic', 'disk', 'fatal'].map(ruleCalled))).rejects.toThrow('Not now.');
  server.refusals.clear();
  expect(await putInForce(['oom', 'panic', 'disk', 'fatal'].map(ruleCalled))).toEqual({ added: 4, taken: ['panic'] });
  expect([...server.has]).toEqual(['panic', 'oom', 'crash', 'disk', 'fatal']);
});

test('one whose answer was lost counts as added when it is there', async () => {
  const server = serverWith([]);
  const putInForce = createPutInForce({
    async addRule(rule) {
      const stored = await server.addRule(rule);
      if (rule.name === 'disk') throw new ApiError('not_understood', 'A proxy.', { status: 502 });
      return stored;
    },
  });
  await expect(putInForce(['oom', 'disk'].map(ruleCalled))).rejects.toThrow('1 rule was added');
  expect(await putInForce(['oom', 'disk'].map(ruleCalled))).toEqual({ added: 2, taken: [] });
});

test('one that was taken away between two tries is made again', async () => {
  const server = serverWith([]);
  const putInForce = createPutInForce(server);
  await putInForce([ruleCalled('oom')]);
  server.has.clear();
  expect(await putInForce([ruleCalled('oom')])).toEqual({ added: 1, taken: [] });
  expect([...server.has]).toEqual(['oom']);
});
