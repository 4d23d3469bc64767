import { Client } from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { collectGarbage } from '../../../test/support/collect-garbage.ts';
import { POSTGRES, postgresForSuite } from '../../../test/support/postgres-server.ts';
import { describeWith } from '../../../test/support/requirement.ts';
import { type RunAnswer, StatementRun } from './statement-run.ts';

describeWith(POSTGRES, 'statements that are said together', () => {
  const emptyDatabase = postgresForSuite();

  test('hold neither what was said nor what came of it once that was passed on', async () => {
    const client = new Client(await emptyDatabase());
    await client.connect();
    onTestFinished(() => client.end());
    const given = async () => {
      const said = { text: 'select $1::bytea as a', values: [Buffer.from('a value')], name: '', isKept: false };
      const { promise, ...settle } = Promise.withResolvers<readonly RunAnswer[]>();
      const run = new StatementRun([{ ...said, closes: undefined, isHeard: true }], () => String, settle);
      client.query(run);
      const [answer] = await promise;
      expect(answer?.rows).toEqual([{ a: '\\x612076616c7565' }]);
      return { run, weak: [said.values, said.values[0], answer, answer?.rows].map((one) => one && new WeakRef(one)) };
    };
    const { run, weak } = await given();
    await collectGarbage();
    expect(weak.map((one) => one?.deref())).toEqual([undefined, undefined, undefined, undefined]);
    expect(run.hasNames).toBe(false);
  });
});
