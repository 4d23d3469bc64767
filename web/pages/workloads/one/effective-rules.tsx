import type { EffectiveRules, Workload } from '../../../api/shapes.ts';
import { Card } from '../../../parts/card.tsx';
import { SeverityMark } from '../../../parts/marks/severity-mark.tsx';
import { Message } from '../../../parts/message.tsx';
import { useServices } from '../../../services.ts';
import { useMe } from '../../me.ts';
import { useDeeds } from '../../use-deeds.ts';
import { overrideName } from './override-name.ts';

type InForce = EffectiveRules['rules'][number];
type LeftOut = EffectiveRules['left_out'][number];

const FROM: Readonly<Record<InForce['from'], string>> = {
  global: 'for all workloads',
  override: 'stands in the place of a rule for all',
  workload: 'for this workload alone',
};

const WHY: Readonly<Record<LeftOut['reason'], string>> = {
  replaced: 'replaced here by another rule',
  switched_off: 'switched off here',
  disabled: 'disabled',
  broken: 'broken: it does not compile, or another rule has its name',
  nothing_to_override: 'the rule that it stands for is not there',
};

export interface EffectiveRulesCardProps {
  readonly workload: Workload;
  readonly rules: EffectiveRules;
  /** Something was changed: what is shown is old. */
  readonly onChanged: () => void;
}

/** By which rules a workload is judged, and where each comes from. A rule for all can be switched off here alone. */
export function EffectiveRulesCard({ workload, rules, onChanged }: EffectiveRulesCardProps) {
  const { api } = useServices();
  const { isAdmin } = useMe();
  const { perform, fault } = useDeeds(onChanged);
  const switchOff = ({ id, name, pattern }: InForce) =>
    perform(
      () =>
        api.addRule({
          ...{ name: overrideName(name, workload.name), pattern, enabled: false },
          ...{ workload_id: workload.id, overrides_rule_id: id },
        }),
      `“${name}” is switched off in ${workload.name}.`,
    );
  const switchOn = ({ name, by }: LeftOut) =>
    perform(() => api.deleteRule(by?.id ?? ''), `“${name}” holds in ${workload.name} again.`);
  return (
    <Card title="Rules">
      {fault && <Message kind="bad">{fault}</Message>}
      {rules.rules.length + rules.left_out.length === 0 && <p class="empty">There is no rule yet.</p>}
      <ul class="rule-list">
        {rules.rules.map((rule) => (
          <li key={rule.id}>
            <RuleHead rule={rule} note={FROM[rule.from]} />
            {isAdmin && rule.from === 'global' && (
              <button
                type="button"
                class="quiet"
                aria-label={`Switch off here: ${rule.name}`}
                onClick={() => void switchOff(rule)}
              >
                Switch off here
              </button>
            )}
          </li>
        ))}
        {rules.left_out.map((rule) => (
          <li key={rule.id} class="left-out">
            <RuleHead rule={rule} note={WHY[rule.reason]} />
            {isAdmin && rule.reason === 'switched_off' && (
              <button
                type="button"
                class="quiet"
                aria-label={`Use it again: ${rule.name}`}
                onClick={() => void switchOn(rule)}
              >
                Use it again
              </button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function RuleHead({ rule, note }: { readonly rule: InForce | LeftOut; readonly note: string }) {
  return (
    <div>
      <p>
        <strong>{rule.name}</strong> <SeverityMark severity={rule.severity} />
      </p>
      <code class="break">{rule.pattern}</code>
      <p class="soft">{note}</p>
    </div>
  );
}
