import { expect, test } from 'vitest';
import type { Rule, RuleDefinition } from '../../../src/core/rules/rule.ts';
import type { RuleReader } from '../../../src/rules/book/rule-reader.ts';
import type { RuleStore } from '../../../src/rules/changes/rule-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { sampleNote } from '../../support/account-samples.ts';
import { describeDatabases } from '../../support/databases.ts';
import { inPlaceOf, inWorkload, sampleDefinition } from '../../support/rule-samples.ts';

/** The compiler checks here that the store fulfils the ports. */
const rulesOf = (store: Store): RuleStore & RuleReader => store.rules;
const note = sampleNote('rule_created');
const named = (name: string, change: Partial<RuleDefinition> = {}) => sampleDefinition({ name, ...change });
const to = (change: Partial<RuleDefinition>) => ({ at: 9_000, merge: (before: Rule) => ({ ...before, ...change }) });
const subjects = async (store: Store) =>
  (await store.audit.listAudit({ limit: 50 })).items.map(({ action, subject }) => `${action} ${subject}`).reverse();

describeDatabases('rules', (create) => {
  test('a rule comes back as it was made, with every field', async () => {
    const rules = rulesOf(await (await create()).open());
    const whole = named('whole', {
      pattern: '(?i)out of memory: killed process (?P<pid>\\d+)',
      excludePattern: 'test \u{1f600}',
      field: 'err.message',
      severity: 'critical',
      streams: 'stderr',
      cooldownSeconds: 0,
      threshold: { count: 3, windowSeconds: 60 },
      scope: inWorkload('0123456789abcdef'),
      enabled: false,
    });
    const made = await rules.createRule(whole, 1_000, note);
    expect(made).toEqual({ ...whole, id: made.id, origin: 'api', createdAt: 1_000, updatedAt: 1_000 });
    expect(await rules.findRule(made.id)).toEqual(made);
    const global = await rules.createRule(named('global'), 2_000, note);
    const override = await rules.createRule(named('own', { scope: inPlaceOf(global.id, 'web') }), 3_000, note);
    expect(override.scope).toEqual(inPlaceOf(global.id, 'web'));
    expect((await rules.loadRules()).rules).toEqual([made, global, override]);
    for (const id of ['0', '-1', 'yaml-0123456789abcdef', '9'.repeat(40)])
      expect(await rules.findRule(id)).toBeUndefined();
  });

  test('a change is made of the rule as it stands, keeps what it does not name, and stands in the audit trail', async () => {
    const store = await (await create()).open();
    const { id } = await store.rules.createRule(named('a'), 1_000, note);
    await store.rules.changeRule(id, to({ severity: 'error' }), sampleNote('rule_changed', { subject: 'a' }));
    const changed = await store.rules.changeRule(id, to({ name: 'b' }), sampleNote('rule_changed', { subject: 'b' }));
    expect(changed).toMatchObject({ name: 'b', severity: 'error', createdAt: 1_000, updatedAt: 9_000 });
    expect(await subjects(store)).toEqual(['rule_created ada', 'rule_changed a', 'rule_changed b']);
    await expect(store.rules.changeRule('999', to({}), note)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('a change that refuses itself leaves nothing behind', async () => {
    const store = await (await create()).open();
    const { id } = await store.rules.createRule(named('a'), 1_000, note);
    const before = await store.rules.revision();
    const merge = () => {
      throw new Error('no');
    };
    await expect(store.rules.changeRule(id, { at: 9_000, merge }, note)).rejects.toThrow();
    expect([await store.rules.revision(), await subjects(store)]).toEqual([before, ['rule_created ada']]);
  });

  test('a name is free once in each scope', async () => {
    const rules = rulesOf(await (await create()).open());
    const global = await rules.createRule(named('a'), 1_000, note);
    await rules.createRule(named('a', { scope: inWorkload('web') }), 1_000, note);
    await rules.createRule(named('a', { scope: inWorkload('db') }), 1_000, note);
    await rules.createRule(named('A'), 1_000, note);
    const other = await rules.createRule(named('b'), 1_000, note);
    for (const scope of [global.scope, inWorkload('web'), inPlaceOf(global.id, 'web')])
      await expect(rules.createRule(named('a', { scope }), 1_000, note)).rejects.toMatchObject({ code: 'conflict' });
    await expect(rules.changeRule(other.id, to({ name: 'a' }), note)).rejects.toMatchObject({ code: 'conflict' });
    expect((await rules.changeRule(global.id, to({ name: 'a', severity: 'info' }), note)).severity).toBe('info');
    expect((await rules.loadRules()).rules).toHaveLength(5);
  });

  test('of many that want one name at once one gets it, over several connections too', async () => {
    const database = await create();
    const stores = [await database.open(), await database.open({ exclusive: false })];
    const attempts = Array.from(
      { length: 12 },
      (_, n) => rulesOf(stores[n % 2] as Store).createRule(named('a', { scope: inWorkload('web') }), 1_000, note), // The index is 0 or 1.
    );
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refusals = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
    expect(new Set(refusals)).toEqual(new Set(['conflict']));
  });

  test('an override is about a global rule that is there, and is the only one in its workload', async () => {
    const rules = rulesOf(await (await create()).open());
    const global = await rules.createRule(named('a'), 1_000, note);
    const override = await rules.createRule(named('b', { scope: inPlaceOf(global.id, 'web') }), 1_000, note);
    const refusedWith = async (scope: RuleDefinition['scope'], code: string) =>
      expect(rules.createRule(named('c', { scope }), 1_000, note)).rejects.toMatchObject({ code });
    await refusedWith(inPlaceOf(global.id, 'web'), 'conflict');
    await refusedWith(inPlaceOf('999', 'web'), 'refused');
    await refusedWith(inPlaceOf(override.id, 'web'), 'refused');
    await rules.createRule(named('d', { scope: inPlaceOf('yaml-0123456789abcdef', 'web') }), 1_000, note);
    const toItself = rules.changeRule(global.id, to({ scope: inPlaceOf(global.id, 'db') }), note);
    await expect(toItself).rejects.toMatchObject({ code: 'refused' });
    const away = rules.changeRule(global.id, to({ scope: inWorkload('db') }), note);
    await expect(away).rejects.toMatchObject({ code: 'refused', details: [{ path: 'workload_id' }] });
  });

  test('a global rule goes with its overrides, in one transaction and with a note for each', async () => {
    const store = await (await create()).open();
    const global = await store.rules.createRule(named('a'), 1_000, note);
    const kept = await store.rules.createRule(named('kept'), 1_000, note);
    const overrides = ['web', 'db'].map((workload) =>
      named(`in ${workload}`, { scope: inPlaceOf(global.id, workload) }),
    );
    for (const one of overrides) await store.rules.createRule(one, 1_000, note);
    await store.rules.createRule(named('other', { scope: inPlaceOf(kept.id, 'web') }), 1_000, note);
    const gone = await store.rules.deleteRule(global.id, sampleNote('rule_deleted', { subject: 'a' }));
    expect(gone.map(({ name }) => name)).toEqual(['a', expect.stringMatching(/^in /), expect.stringMatching(/^in /)]);
    expect((await store.rules.loadRules()).rules.map(({ name }) => name)).toEqual(['kept', 'other']);
    const notes = (await subjects(store)).filter((one) => one.startsWith('rule_deleted')).sort();
    expect(notes).toEqual(['rule_deleted a', 'rule_deleted in db', 'rule_deleted in web']);
    await expect(store.rules.deleteRule(global.id, note)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('nobody can override a rule while it is being deleted', async () => {
    const database = await create();
    const [one, two] = [await database.open(), await database.open({ exclusive: false })];
    for (let round = 0; round < 10; round++) {
      const { id } = await one.rules.createRule(named('a'), 1_000, note);
      const outcomes = await Promise.allSettled([
        one.rules.deleteRule(id, note),
        two.rules.createRule(named('b', { scope: inPlaceOf(id, 'web') }), 1_000, note),
      ]);
      expect(outcomes[0]?.status).toBe('fulfilled');
      expect((await one.rules.loadRules()).rules).toEqual([]);
    }
  });

  test('every change raises the revision, which other connections see, and a refusal does not', async () => {
    const database = await create();
    const [one, two] = [await database.open(), await database.open({ exclusive: false })];
    const seen = [await two.rules.revision()];
    const { id } = await one.rules.createRule(named('a'), 1_000, note);
    seen.push(await two.rules.revision());
    await one.rules.createRule(named('a'), 1_000, note).catch(() => undefined);
    seen.push(await two.rules.revision());
    await one.rules.changeRule(id, to({ severity: 'info' }), note);
    seen.push(await two.rules.revision());
    await one.rules.deleteRule(id, note);
    seen.push(await two.rules.revision());
    expect(seen).toEqual([0, 1, 1, 2, 3]);
    expect((await two.rules.loadRules()).revision).toBe(3);
  });

  test('pages go from the newest to the oldest, without a gap or a repetition', async () => {
    const rules = rulesOf(await (await create()).open());
    expect(await rules.listRules({ limit: 10 })).toEqual({ items: [], nextCursor: null });
    for (const name of ['a', 'b', 'c', 'd', 'e']) await rules.createRule(named(name), 1_000, note);
    const seen: string[][] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await rules.listRules({ limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(page.items.map(({ name }) => name));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual([['e', 'd'], ['c', 'b'], ['a']]);
    await expect(rules.listRules({ limit: 2, cursor: 'dXNlcnM6Mw' })).rejects.toMatchObject({ code: 'bad_request' });
  });

  test('the overrides of one rule are a list of their own, page by page', async () => {
    const rules = rulesOf(await (await create()).open());
    const [one, other] = [
      await rules.createRule(named('one'), 1_000, note),
      await rules.createRule(named('other'), 1_000, note),
    ];
    for (const workload of ['web', 'db', 'api'])
      await rules.createRule(named(workload, { scope: inPlaceOf(one.id, workload) }), 1_000, note);
    await rules.createRule(named('not this', { scope: inPlaceOf(other.id, 'web') }), 1_000, note);
    await rules.createRule(named('nor this', { scope: inWorkload('web') }), 1_000, note);
    const first = await rules.listRules({ limit: 2, overriddenId: one.id });
    const second = await rules.listRules({ limit: 2, overriddenId: one.id, cursor: first.nextCursor ?? '' });
    expect([first, second].map(({ items }) => items.map(({ name }) => name))).toEqual([['api', 'db'], ['web']]);
    expect(second.nextCursor).toBeNull();
    expect((await rules.listRules({ limit: 2, overriddenId: '999' })).items).toEqual([]);
  });

  test('there are so many and no more', async () => {
    const database = await create();
    const { rules } = await database.open();
    await rules.createRule(named('first'), 1_000, note);
    const columns =
      'kind, name, pattern, severity, streams, cooldown_seconds, workload_id, enabled, created_at, updated_at';
    await database.run(
      `insert into log_scan_rules (${columns}) with recursive n(i) as (select 1 union all select i + 1 from n where i < 8191) ` +
        "select 'match', 'r' || i, 'x', 'warn', 'both', 300, '', 1, 0, 0 from n",
    );
    const refused = { code: 'refused', message: expect.stringContaining('8192 rules') };
    await expect(rules.createRule(named('one too many'), 1_000, note)).rejects.toMatchObject(refused);
  });
});
