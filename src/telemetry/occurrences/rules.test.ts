import { expect, test } from 'vitest';
import { captureLog } from '../../../test/support/captured-log.ts';
import { createMetrics } from '../metrics.ts';
import { createRuleOccurrences, type RuleFigures } from './rules.ts';

function scene(figures: Partial<RuleFigures> = {}) {
  const log = captureLog();
  const metrics = createMetrics();
  const all = { inForce: 0, compileErrors: 0, unread: false, provisioningFaults: { yaml: 0, label: 0 }, ...figures };
  return { occurrences: createRuleOccurrences({ logger: log.logger, metrics, figures: () => all }), log, metrics };
}

test('what stands is read when the metrics are, and is there at zero from the start', async () => {
  const zero = await scene().metrics.render();
  for (const line of [
    'tocsin_rules_in_force 0',
    'tocsin_rules_compile_errors 0',
    'tocsin_rules_unread 0',
    'tocsin_rules_provisioning_faults{origin="label"} 0',
    'tocsin_rules_swaps_total 0',
    'tocsin_rules_changes_total{change="deleted"} 0',
    'tocsin_rules_mutes_total{change="ended"} 0',
  ])
    expect(zero).toContain(`${line}\n`);
  const figures = { inForce: 3, compileErrors: 2, unread: true, provisioningFaults: { yaml: 5, label: 6 } };
  const page = await scene(figures).metrics.render();
  expect(page.match(/^tocsin_rules_(?:in_force|compile_errors|unread|prov).* [^0]\d*$/gm)).toHaveLength(5);
});

test('what became of hits is counted, by nothing else, and is there at zero from the start', async () => {
  const { occurrences, metrics } = scene();
  const shown = async () => {
    const series = (await metrics.render()).matchAll(/^tocsin_rules_hits_total\{decision="(.*)"\} (.*)$/gm);
    return Object.fromEntries([...series].map(([, decision, count]) => [decision, Number(count)]));
  };
  const decisions = ['admitted', 'threshold', 'muted', 'cooldown', 'rate_limit', 'excluded'];
  expect(await shown()).toEqual(Object.fromEntries(decisions.map((decision) => [decision, 0])));
  const counts = { admitted: 1, threshold: 2, muted: 3, cooldown: 4, rate_limit: 5, excluded: 6 };
  occurrences.hitsSaved([counts, { ...counts, excluded: 0 }]);
  occurrences.hitsSaved([]);
  expect(Object.values(await shown())).toEqual([2, 4, 6, 8, 10, 6]);
});

test('changes are logged with what was changed, and counted', async () => {
  const { occurrences, log, metrics } = scene();
  occurrences.ruleChanged({ change: 'created', ruleId: '7', name: 'oom', workloadId: undefined });
  occurrences.muteChanged({ change: 'ended', muteId: '8', ruleId: null, workloadId: 'web' });
  occurrences.inForce({ rules: 1, faults: 0, mutes: 1 });
  expect(log.lines()).toMatchObject([
    { level: 'info', logger_name: 'rules', event: 'rule_created', rule_id: '7', rule_name: 'oom' },
    { event: 'mute_ended', mute_id: '8', workload_id: 'web' },
    { event: 'rules_in_force', rules: 1, compile_errors: 0, mutes: 1 },
  ]);
  const page = await metrics.render();
  expect(page).toContain('tocsin_rules_changes_total{change="created"} 1');
  expect(page).toContain('tocsin_rules_mutes_total{change="ended"} 1');
  expect(page).toContain('tocsin_rules_swaps_total 1');
});

test('what is wrong is a warning, and rules that cannot be read an error', () => {
  const { occurrences, log } = scene();
  const fault = { ruleId: '7', ruleName: 'a', origin: 'api', field: 'pattern', message: 'Missing ).', position: 1 };
  occurrences.notCompiled(fault);
  occurrences.fileRefused({ file: 'tocsin.yaml', faults: ['tocsin.yaml:3: is wrong'] });
  occurrences.labelRefused({ container: 'web', label: 'tocsin.rule.a', message: 'is wrong' });
  occurrences.unread({ error: new Error('away') });
  occurrences.readAgain();
  occurrences.fileRead({ file: 'tocsin.yaml', rules: 2 });
  expect(log.lines().map(({ level, event }) => `${level} ${event}`)).toEqual([
    'warning rule_not_compiled',
    'warning rule_file_refused',
    'warning rule_label_refused',
    'error rules_unread',
    'info rules_read_again',
    'info rule_file_read',
  ]);
});
