// One rule: what it looks for, what it makes of it, where it is overridden, and sample lines that show both while one types.
import { useLocation, useRoute } from 'preact-iso/router';
import type { ApiError } from '../../../api/api-error.ts';
import { useOnce } from '../../../live/use-once.ts';
import { Message } from '../../../parts/message.tsx';
import { Page } from '../../../parts/page.tsx';
import { useServices } from '../../../services.ts';
import { openMutes } from '../../mutes/open-mutes.ts';
import { RuleMutes } from '../../mutes/rule-mutes.tsx';
import { useWorkloadNames } from '../../use-names.ts';
import { OverridesCard } from '../overrides/overrides-card.tsx';
import { backFrom } from './back-from.ts';
import { PlaceLead, StoredLead } from './rule-leads.tsx';
import { overrideScene, storedScene } from './rule-scene.ts';
import { Workbench } from './workbench.tsx';

const NEW = 'new';

export function RulePage() {
  const id = useRoute().params.id ?? NEW;
  const { query } = useLocation();
  if (id !== NEW) return <StoredRule key={id} id={id} />;
  // Another rule is another page, and so is another workload.
  const { overrides, workload } = query;
  if (!overrides || !workload) return <NewRule />;
  return <NewOverride key={`${overrides} ${workload}`} ruleId={overrides} workloadId={workload} />;
}

function NewRule() {
  const { query } = useLocation();
  const workloads = useWorkloadNames();
  // A line of a log may have led here, with a pattern for others like it.
  const start = { name: '', pattern: query.pattern ?? '' };
  return (
    <Page title="New rule" lead="What to look for, and what to make of it.">
      <Workbench scene={{ stored: undefined, start, place: undefined, workloads }} back="/rules" />
    </Page>
  );
}

function StoredRule({ id }: { readonly id: string }) {
  const { api } = useServices();
  const { query } = useLocation();
  const { value: scene, fault } = useOnce((signal) => storedScene(api, id, signal));
  const overrides = useOnce((signal) => api.overridesOf(id, signal));
  const mutes = useOnce((signal) => openMutes(api, signal));
  const isRead = [overrides, mutes].every(({ value, fault: failure }) => (value ?? failure) !== undefined);
  if (!scene || !isRead) return <NotThere title="Rule" fault={fault} />;
  const { stored, place, workloads } = scene;
  const isGlobal = stored.workload_id === null;
  return (
    <Page title={stored.name} lead={<StoredLead place={place} overrides={overrides.value?.items.length ?? 0} />}>
      <RuleMutes rule={stored} read={mutes} workloads={workloads} />
      <Workbench scene={scene} back={backFrom(stored, query.from)} />
      {isGlobal && <OverridesCard rule={stored} overrides={overrides} workloads={workloads} />}
    </Page>
  );
}

interface NewOverrideProps {
  readonly ruleId: string;
  readonly workloadId: string;
}

function NewOverride({ ruleId, workloadId }: NewOverrideProps) {
  const { api } = useServices();
  const { query } = useLocation();
  const { value: scene, fault } = useOnce((signal) => overrideScene(api, { ruleId, workloadId }, signal));
  if (!scene) return <NotThere title="New override" fault={fault} />;
  const back = backFrom({ workload_id: workloadId, overrides_rule_id: ruleId }, query.from);
  return (
    <Page title="New override" lead={<PlaceLead place={scene.place} />}>
      <Workbench scene={scene} back={back} />
    </Page>
  );
}

function NotThere({ title, fault }: { readonly title: string; readonly fault: ApiError | undefined }) {
  return <Page title={title}>{fault && <Message kind="bad">{fault.message}</Message>}</Page>;
}
