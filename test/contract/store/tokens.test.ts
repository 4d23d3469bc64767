import { expect, test } from 'vitest';
import type { TokenStore } from '../../../src/access/account-store.ts';
import { sampleNote, sampleToken } from '../../support/account-samples.ts';
import { describeDatabases } from '../../support/databases.ts';

const note = sampleNote('token_created');

describeDatabases('API tokens', (create) => {
  test('a token is found by its hash, and the hash is in nothing that is returned', async () => {
    const store = await (await create()).open();
    const tokens: TokenStore = store.tokens;
    const token = await tokens.createToken({ ...sampleToken('ci'), expiresAt: 8_000 }, note);
    expect(token).toMatchObject({ name: 'ci', scope: 'read', createdBy: 'ada', expiresAt: 8_000, lastUsedAt: null });
    expect(await tokens.findToken('hash of ci')).toEqual(token);
    expect(JSON.stringify(await tokens.listTokens({ limit: 5 }))).not.toContain('hash of ci');
    expect(await tokens.findToken('hash of another')).toBeUndefined();
  });

  test('a token is found by its id, and a strange id finds nothing', async () => {
    const store = await (await create()).open();
    const tokens: TokenStore = store.tokens;
    await tokens.createToken(sampleToken('other'), note);
    const token = await tokens.createToken(sampleToken('ci'), note);
    expect(await tokens.findTokenById(token.id)).toEqual(token);
    for (const id of ['0', '999', 'x', '']) expect(await tokens.findTokenById(id)).toBeUndefined();
  });

  test('being used moves the time forwards only', async () => {
    const { tokens } = await (await create()).open();
    const { id } = await tokens.createToken(sampleToken('ci'), note);
    await tokens.touchToken(id, 5_000);
    await tokens.touchToken(id, 4_000);
    expect((await tokens.findToken('hash of ci'))?.lastUsedAt).toBe(5_000);
  });

  test('tokens are listed newest first, page by page', async () => {
    const { tokens } = await (await create()).open();
    for (const name of ['a', 'b', 'c']) await tokens.createToken(sampleToken(name), note);
    const first = await tokens.listTokens({ limit: 2 });
    expect(first.items.map((token) => token.name)).toEqual(['c', 'b']);
    const last = await tokens.listTokens({ limit: 2, cursor: first.nextCursor ?? '' });
    expect(last).toMatchObject({ items: [{ name: 'a' }], nextCursor: null });
  });

  test('a deleted token is gone, and the deletion is on record', async () => {
    const { tokens, audit } = await (await create()).open();
    const { id } = await tokens.createToken(sampleToken('ci'), note);
    await tokens.deleteToken(id, sampleNote('token_deleted'));
    expect(await tokens.findToken('hash of ci')).toBeUndefined();
    await expect(tokens.deleteToken(id, note)).rejects.toMatchObject({ code: 'not_found' });
    const actions = (await audit.listAudit({ limit: 5 })).items.map((entry) => entry.action);
    expect(actions).toEqual(['token_deleted', 'token_created']);
  });
});
