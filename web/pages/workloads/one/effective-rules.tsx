import { useState } from 'preact/hooks';
import type { EffectiveRules, Workload } from '../../../api/shapes.ts';
import { Card } from '../../../parts/card.tsx';
import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx';
import { Message } from '../../../parts/message.tsx';
import { useServices } from '../../../services.ts';
import { useMe } from '../../me.ts';
import { NoRules } from '../../rules/no-rules.tsx';
import { switchedOffIn } from '../../rules/overrides/override-body.ts';
import { useDeeds } from '../../use-deeds.ts';
import { type InForce, InForceItem, type LeftOut, LeftOutItem } from './effective-rule-items.tsx';

export interface EffectiveRulesCardProps {
  readonly workload: Workload;
  readonly rules: EffectiveRules;
  /** Something was changed: what is shown is old. */
  readonly onChanged: () => void;
}

/** By which rules a workload is judged, and where each comes from. A rule for all can be switched off here alone, or be otherwise. */
export function EffectiveRulesCard({ workload, rules, onChanged }: EffectiveRulesCardProps) {
  const { api, notices } = useServices();
  const { isAdmin } = useMe();
  const { perform, fault } = useDeeds(onChanged);
  const [removing, setRemoving] = useState<InForce | undefined>();
  const switchOff = (rule: InForce) =>
    perform(() => api.addRule(switchedOffIn(rule, workload)), `“${rule.name}” is switched off in ${workload.name}.`);
  const switchOn = ({ name, by }: LeftOut) =>
    perform(() => api.deleteRule(by?.id ?? ''), `“${name}” holds in ${workload.name} again.`);
  return (
    <Card title="Rules">
      {fault && <Message kind="bad">{fault}</Message>}
      {rules.rules.length + rules.left_out.length === 0 && <NoRules mayAdd={isAdmin} />}
      <ul class="rule-list">
        {rules.rules.map((rule) => (
          <InForceItem
            key={rule.id}
            rule={rule}
            workloadId={workload.id}
            deeds={isAdmin ? { switchOff, remove: setRemoving } : undefined}
          />
        ))}
        {rules.left_out.map((rule) => (
          <LeftOutItem key={rule.id} rule={rule} onSwitchOn={isAdmin ? switchOn : undefined} />
        ))}
      </ul>
      {removing && (
        <ConfirmDialog
          title={`Use “${removing.replaces?.name}” here again?`}
          deed="Remove override"
          onConfirm={async () => {
            await api.deleteRule(removing.id);
            notices.say(`“${removing.replaces?.name}” holds in ${workload.name} again.`);
            setRemoving(undefined);
            onChanged();
          }}
          onClose={() => setRemoving(undefined)}
        >
          <p>What “{removing.name}” says is lost. Its events stay.</p>
        </ConfirmDialog>
      )}
    </Card>
  );
}
