import { expect, test } from 'vitest';
import { ApiError } from '../../api/api-error.ts';
import type { NewRule, Rule } from '../../api/shapes.ts';
import { putInForce } from './put-in-force.ts';

const ruleCalled = (name: string): NewRule => ({ name, pattern: name });

/** A server that has rules of these names, and refuses everything else by this error. */
function serverWith(names: readonly string[], refusal?: ApiError) {
  const added: string[] = [];
  const conflict = new ApiError('conflict', 'There is one of that name.', { status: 409 });
  const addRule = async ({ name }: NewRule): Promise<Rule> => {
    if (names.includes(name)) throw conflict;
    if (refusal) throw refusal;
    added.push(name);
    return { name } as Rule;
  };
  return { added, addRule };
}

test('rules whose names are free are made, and those that others have are told', async () => {
  const server = serverWith(['panic']);
  const done = await putInForce(server, ['oom', 'panic', 'disk'].map(ruleCalled));
  expect(done).toEqual({ added: 2, taken: ['panic'] });
  expect(server.added).toEqual(['oom', 'disk']);
});

test('any other refusal is one', async () => {
  const refusal = new ApiError('forbidden', 'Not you.', { status: 403 });
  await expect(putInForce(serverWith(['panic'], refusal), ['panic', 'disk'].map(ruleCalled))).rejects.toBe(refusal);
});
