import { expect, test } from 'vitest';
import { createOwnChange } from './own-change.ts';

interface Thing {
  readonly name: string;
  readonly count: number | null;
  readonly filter: { readonly words: readonly string[] };
}

const STORED: Thing = { name: 'disk', count: null, filter: { words: [] } };

/** Something on a server that somebody else may change, and what was sent to it. */
function given() {
  const server = { there: STORED, sent: [] as Partial<Thing>[] };
  const save = createOwnChange<Thing, Thing>({
    stored: STORED,
    read: async () => server.there,
    async change(own) {
      server.sent.push(own);
      server.there = { ...server.there, ...own };
      return server.there;
    },
  });
  return { server, save };
}

test('what somebody else has changed and one has not touched stays as it is', async () => {
  const { server, save } = given();
  server.there = { ...STORED, count: 7 };
  expect(await save(STORED, { ...STORED, name: 'full' })).toEqual({ ...STORED, name: 'full', count: 7 });
  expect(server.sent).toEqual([{ name: 'full' }]);
});

test('the same that somebody else has changed is refused once, with what stands there by now', async () => {
  const { server, save } = given();
  server.there = { name: 'theirs', count: null, filter: { words: ['x'] } };
  const mine: Thing = { name: 'mine', count: 3, filter: { words: ['y'] } };
  await expect(save(STORED, mine)).rejects.toMatchObject({
    ...{ code: 'conflict' },
    details: [
      { path: 'name', message: 'Somebody else has changed this meanwhile to “theirs”. Save again to have yours.' },
      { path: 'filter', message: 'Somebody else has changed this meanwhile. Save again to have yours.' },
    ],
  });
  expect(server.sent).toEqual([]);
  expect(await save(STORED, mine)).toEqual(mine);
});

test('what an earlier try has stored though its answer was lost is no change of somebody else', async () => {
  const { server, save } = given();
  server.there = { ...STORED, name: 'mine' };
  expect(await save(STORED, { ...STORED, name: 'mine' })).toMatchObject({ name: 'mine' });
});
