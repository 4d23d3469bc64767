// What the demo begins with: rules, and a trigger that leads to its own receiver. People may change all of it.
import type { AuditAction } from '../../core/account.ts';
import type { Clock } from '../../core/clock.ts';
import { defineRule, type RawRule } from '../../core/rules/raw-rule.ts';
import { STARTER_PACK } from '../../rules/starter/starter-pack.ts';
import type { Store } from '../../store/store.ts';
import { defineTrigger } from '../../triggers/changes/define-trigger.ts';
import type { Channels } from '../../triggers/sending.ts';
import { DEMO_CHANNEL } from './demo-receiver.ts';

/** Nobody waits five minutes to see one come again. */
const COOLDOWN_SECONDS = 20;

const OF_THE_SHOP: readonly RawRule[] = [
  {
    name: 'Server errors',
    pattern: '" (?P<status>5\\d\\d) \\d+ "',
    severity: 'error',
    threshold_count: 4,
    threshold_window_seconds: 10,
  },
  { name: 'Payment failed', pattern: '"msg":"charge failed"', severity: 'error' },
  { name: 'Slow statement', pattern: 'duration: (?P<ms>1[5-9]\\d\\d)\\.\\d+ ms', severity: 'warn' },
];

export const DEMO_RULES: readonly RawRule[] = [
  ...STARTER_PACK.map(({ about: _, ...rule }) => rule),
  ...OF_THE_SHOP,
].map((rule) => ({ ...rule, cooldown_seconds: COOLDOWN_SECONDS }));

export async function furnishDemo(
  store: Pick<Store, 'rules' | 'triggers'>,
  clock: Pick<Clock, 'now'>,
  channels: Channels,
): Promise<void> {
  const at = clock.now();
  const note = (action: AuditAction, subject: string) => ({
    ...{ at, action, subject, address: '', correlationId: '' },
    actor: { kind: 'setup', id: '', name: 'demo' } as const,
  });
  for (const raw of DEMO_RULES) {
    const defined = defineRule(raw);
    if (defined.ok) await store.rules.createRule(defined.rule, at, note('rule_created', raw.name));
  }
  const name = 'Everything to the demo’s receiver';
  const defined = defineTrigger({ name, channel: DEMO_CHANNEL }, channels);
  if (defined.ok) await store.triggers.createTrigger(defined.trigger, at, note('trigger_created', name));
}
