// One workload: how its containers are covered, what happened in it, and by which rules it is judged.
import { useRoute } from 'preact-iso/router';
import type { Container, EffectiveRules, Workload } from '../../../api/shapes.ts';
import type { Api } from '../../../api/tocsin-api.ts';
import { showCount } from '../../../format/count.ts';
import { useLiveValue } from '../../../live/use-live-value.ts';
import { Empty } from '../../../parts/list/empty.tsx';
import { Message } from '../../../parts/message.tsx';
import { Page } from '../../../parts/page.tsx';
import { useServices } from '../../../services.ts';
import { EVERYTHING } from '../../events/event-filter.ts';
import { WhatHappened } from '../../events/histogram/what-happened.tsx';
import { ContainerCard } from './container-card.tsx';
import { EffectiveRulesCard } from './effective-rules.tsx';

const EVERY_MS = 5_000;

export function WorkloadPage() {
  const id = useRoute().params.id ?? '';
  // Another workload is another page.
  return <OneWorkload key={id} id={id} />;
}

interface Known {
  readonly workload: Workload;
  readonly containers: readonly Container[];
  readonly rules: EffectiveRules;
}

function OneWorkload({ id }: { readonly id: string }) {
  const { api } = useServices();
  const { value, fault, reload } = useLiveValue({ load: (signal) => loadWorkload(api, id, signal), everyMs: EVERY_MS });
  if (value === undefined)
    return <Page title="Workload">{fault && <Message kind="bad">{fault.message}</Message>}</Page>;
  const { workload, containers, rules } = value;
  return (
    <Page title={workload.name} lead={leadOf(workload, containers.length)}>
      {fault && <Message kind="bad">{fault.message}</Message>}
      <WhatHappened filter={{ ...EVERYTHING, workloadId: id }} />
      <div class="columns" data-many={containers.length > 1}>
        <div class="stack">
          {containers.length === 0 && <NoContainers workload={workload} />}
          {containers.map((container) => (
            <ContainerCard key={container.id} container={container} />
          ))}
        </div>
        <EffectiveRulesCard workload={workload} rules={rules} onChanged={reload} />
      </div>
    </Page>
  );
}

/** What is known of containers is forgotten a week after they went. */
function NoContainers({ workload }: { readonly workload: Workload }) {
  return (
    <section class="card" aria-label={workload.kind === 'file' ? 'Files' : 'Containers'}>
      <Empty title={`None of its ${workload.kind === 'file' ? 'files' : 'containers'} is known any more`}>
        <p>
          The next one is found by itself when it {workload.kind === 'file' ? 'is there' : 'starts'}. What happened here
          stays: <a href={`/events?${new URLSearchParams({ workload_id: workload.id })}`}>events of this workload</a>
        </p>
      </Empty>
    </section>
  );
}

async function loadWorkload(api: Api, id: string, signal: AbortSignal): Promise<Known> {
  const [workload, containers, rules] = await Promise.all([
    api.workload(id, signal),
    api.containersOf(id, signal),
    api.effectiveRules(id, signal),
  ]);
  return { workload, containers: containers.items, rules };
}

const KINDS: Readonly<Record<Exclude<Workload['kind'], 'file'>, string>> = {
  compose: 'Compose service',
  swarm: 'Swarm service',
  container: 'Container',
};

function leadOf({ kind, host, containers_total: total }: Workload, shown: number): string {
  const noun = kind === 'file' ? 'file' : 'container';
  const containers = `${showCount(total, noun)}${shown < total ? `, of which these are the newest ${shown}` : ''}`;
  if (kind === 'file') return `${containers} on ${host}`;
  return kind === 'container' ? `${KINDS[kind]} on ${host}` : `${KINDS[kind]} on ${host}, ${containers}`;
}
