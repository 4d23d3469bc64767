import type { EventDetail, Rule } from '../../../api/shapes.ts';
import { showCount } from '../../../format/count.ts';
import { showDuration } from '../../../format/duration.ts';
import { Card, type Fact, Facts } from '../../../parts/card.tsx';
import { textIn } from '../event-facts.ts';

/** Why there is this event: the rule that its line matched, and what flood control made of it. */
export function WhyCard({ event, rule }: { readonly event: EventDetail; readonly rule: Rule | null }) {
  if (event.rule_id === null) return null;
  return (
    <Card title="Why it was raised">
      <Facts facts={[...ruleFacts(event, rule), ...floodFacts(event)]} />
    </Card>
  );
}

function ruleFacts(event: EventDetail, rule: Rule | null): readonly Fact[] {
  const { metadata, rule_id: id } = event;
  const name = textIn(metadata, 'rule_name') ?? rule?.name ?? id;
  const value = textIn(metadata, 'field_value');
  const named: Fact = { name: 'Rule', value: <a href={`/rules/${id}`}>{name}</a> };
  if (rule === null) return [named, { name: 'Now', value: 'The rule was deleted since.' }];
  const { pattern, exclude_pattern: exclude, cooldown_seconds: cooldown, threshold_count: count, field } = rule;
  const facts: readonly (Fact | false)[] = [
    named,
    { name: 'Pattern', value: <code class="break">{pattern}</code> },
    exclude !== null && { name: 'But not', value: <code class="break">{exclude}</code> },
    field !== null && { name: 'Field', value: <code class="break">{field}</code> },
    value !== undefined && { name: 'Its value', value: <code class="break">{value}</code> },
    count !== null && {
      name: 'Threshold',
      value: `${count} within ${showDuration(rule.threshold_window_seconds ?? 0)}`,
    },
    { name: 'Cooldown', value: cooldown === 0 ? 'None' : showDuration(cooldown) },
    !rule.enabled && { name: 'Now', value: 'The rule is switched off.' },
    wasChangedSince(event, rule) && { name: 'Changed', value: 'The rule was changed since.' },
  ];
  return facts.filter((fact) => fact !== false);
}

/** What stands here is the rule as it is now. */
const wasChangedSince = ({ created_at: at }: EventDetail, { updated_at: changed }: Rule): boolean =>
  changed !== null && Date.parse(changed) > Date.parse(at);

function floodFacts({ metadata, held_back: heldBack }: EventDetail): readonly Fact[] {
  const { suppressed } = metadata;
  const before = typeof suppressed === 'number' ? suppressed : 0;
  return [
    { name: 'Held back before', value: before === 0 ? 'Nothing' : showCount(before, 'line') },
    { name: 'Held back since', value: heldBack === 0 ? 'Nothing' : showCount(heldBack, 'line') },
  ];
}
