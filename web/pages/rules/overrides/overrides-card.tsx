// A global rule beside everything that stands in its place somewhere.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ListPage, Rule } from '../../../api/shapes.ts';
import type { Once } from '../../../live/use-once.ts';
import { Card } from '../../../parts/card.tsx';
import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx';
import { Message } from '../../../parts/message.tsx';
import { useServices } from '../../../services.ts';
import { useMe } from '../../me.ts';
import { useDeeds } from '../../use-deeds.ts';
import type { Names } from '../../use-names.ts';
import { AddOverride } from './add-override.tsx';
import { ComparisonTable, type Override } from './comparison-table.tsx';
import { type Place, switchedOffIn } from './override-body.ts';

export interface OverridesCardProps {
  readonly rule: Rule;
  readonly overrides: Once<ListPage<Rule>>;
  readonly workloads: Names;
}

export function OverridesCard({ rule, overrides: read, workloads }: OverridesCardProps) {
  const { api, notices } = useServices();
  const { isAdmin } = useMe();
  const { perform, fault } = useDeeds(read.reload);
  const [removing, setRemoving] = useState<Override | undefined>();
  const card = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => arriveAt(card.current), []);
  const failed = fault ?? read.fault?.message;
  const overrides = inOrder(read.value?.items ?? [], workloads);
  const taken = new Set(overrides.map(({ workload }) => workload.id));
  const enable = ({ rule: { id, enabled }, workload }: Override): Promise<void> =>
    perform(
      () => api.changeRule(id, { enabled: !enabled }),
      enabled ? `“${rule.name}” is switched off in ${workload.name}.` : `The override in ${workload.name} is in force.`,
    );
  const switchOff = (workload: Place): Promise<void> =>
    perform(() => api.addRule(switchedOffIn(rule, workload)), `“${rule.name}” is switched off in ${workload.name}.`);
  return (
    <div id="overrides" class="below" ref={card}>
      <Card title="Overrides" aside={overrides.length > 0 && <span class="tag">{overrides.length}</span>}>
        {failed && <Message kind="bad">{failed}</Message>}
        {isAdmin && (
          <AddOverride rule={rule} free={workloads.filter(([id]) => !taken.has(id))} onSwitchOff={switchOff} />
        )}
        {read.value && overrides.length === 0 && <NoOverrides rule={rule} isKnown={workloads.length > 0} />}
        {overrides.length > 0 && (
          <ComparisonTable
            rule={rule}
            overrides={overrides}
            deeds={isAdmin ? { enable, remove: setRemoving } : undefined}
          />
        )}
        {read.value?.next_cursor && <p class="card-note soft">The newest {overrides.length} of more.</p>}
      </Card>
      {removing && (
        <ConfirmDialog
          title={`Remove the override in ${removing.workload.name}?`}
          deed="Remove override"
          onConfirm={async () => {
            await api.deleteRule(removing.rule.id);
            notices.say(`“${rule.name}” holds in ${removing.workload.name} as everywhere.`);
            setRemoving(undefined);
            read.reload();
          }}
          onClose={() => setRemoving(undefined)}
        >
          <p>
            “{rule.name}” then holds there as everywhere, and what “{removing.rule.name}” says is lost. Its events stay.
          </p>
        </ConfirmDialog>
      )}
    </div>
  );
}

/** Whoever was led here begins here: the browser looked for it when nothing of the page was there yet. */
function arriveAt(card: HTMLElement | null): void {
  const heading = card?.querySelector('h2');
  if (!heading || location.hash !== `#${card?.id}`) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  card?.scrollIntoView();
}

function NoOverrides({ rule, isKnown }: { readonly rule: Rule; readonly isKnown: boolean }) {
  return (
    <div class="empty">
      <p class="empty-title">“{rule.name}” holds everywhere as it is</p>
      <p>
        An override stands in its place in one workload: with another pattern, severity or cooldown, or switched off
        there.
      </p>
      {!isKnown && <p>It can be made as soon as a workload was found.</p>}
    </div>
  );
}

/** By the workload's name. */
function inOrder(rules: readonly Rule[], workloads: Names): readonly Override[] {
  const names = new Map(workloads);
  return rules
    .map((rule) => {
      const id = rule.workload_id ?? '';
      return { rule, workload: { id, name: names.get(id) ?? id } };
    })
    .sort((a, b) => a.workload.name.localeCompare(b.workload.name));
}
