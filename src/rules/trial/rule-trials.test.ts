import { expect, test } from 'vitest';
import { compileRule } from '../../match/compile-rule.ts';
import type { CompileOutcome } from '../compile/compile-outcome.ts';
import { RuleTrials } from './rule-trials.ts';
import type { TrialOutcome } from './trial-thread.ts';

const compiler = {
  async compile(): Promise<CompileOutcome> {
    const result = compileRule({ pattern: 'x' });
    return result.ok ? { outcome: 'compiled', rule: result.rule } : { ...result, outcome: 'refused' };
  },
};

const refusals = [
  ['took_too_long', 'refused'],
  ['thread_ended', 'refused'],
  ['queue_full', 'too_many_requests'],
  ['stopped', 'stopping'],
] as const satisfies readonly (readonly [TrialOutcome['outcome'], string])[];

test.each(refusals)('a trial of which nothing comes is refused: %s as %s', async (outcome, code) => {
  const trials = new RuleTrials({ compiler, thread: { run: async () => ({ outcome }) } });
  await expect(trials.run({ pattern: 'x' }, ['x'])).rejects.toMatchObject({ code });
});
