// Everything that is watched: what the containers are instances of, how they are covered, and what happened in them.
import { useState } from 'preact/hooks';
import { everyItem } from '../../api/every-item.ts';
import type { Workload } from '../../api/shapes.ts';
import { useLiveValue } from '../../live/use-live-value.ts';
import type { Column } from '../../parts/list/data-table.tsx';
import { FilterBox } from '../../parts/list/filter-box.tsx';
import { countInTable, LongTable } from '../../parts/list/long-table.tsx';
import { StatusMark } from '../../parts/marks/status-mark.tsx';
import { Message } from '../../parts/message.tsx';
import { Page } from '../../parts/page.tsx';
import { useServices } from '../../services.ts';
import { worstOf } from './coverage-words.ts';
import { SeverityCounts } from './severity-counts.tsx';

const EVERY_MS = 5_000;

export function WorkloadsPage() {
  const { api } = useServices();
  const { value, fault } = useLiveValue({
    load: (signal) => everyItem((cursor) => api.workloads(cursor, signal)),
    everyMs: EVERY_MS,
  });
  return (
    <Page
      title="Workloads"
      lead="What your containers are instances of, and your log files. Rules and mutes are about them."
    >
      {fault && <Message kind="bad">{fault.message}</Message>}
      {value && <WorkloadList workloads={value} />}
    </Page>
  );
}

function WorkloadList({ workloads }: { readonly workloads: readonly Workload[] }) {
  const [filter, setFilter] = useState('');
  const wanted = filter.toLowerCase();
  const found = workloads
    .filter(({ name, host }) => `${name} ${host}`.toLowerCase().includes(wanted))
    .sort((a, b) => a.name.localeCompare(b.name));
  return (
    <section class="card" aria-label="Workloads">
      <div class="list-head">
        <FilterBox label="Filter workloads" value={filter} onInput={setFilter} />
        <p class="soft" role="status">
          {countInTable(found.length)}
        </p>
      </div>
      {workloads.length === 0 && <NoWorkloads />}
      {workloads.length > 0 && found.length === 0 && <p class="empty">No workload has “{filter}” in its name.</p>}
      {found.length > 0 && (
        <LongTable caption="Workloads" columns={columnsOf(found)} rows={found} keyOf={({ id }) => id} />
      )}
    </section>
  );
}

function NoWorkloads() {
  return (
    <div class="empty">
      <p class="empty-title">Nothing was found yet</p>
      <p>
        Containers are found by themselves as soon as their engine is in reach, and log files as soon as a pattern leads
        to one. The <a href="/">overview</a> says how both stand.
      </p>
    </div>
  );
}

/** A file is read on a machine, a container of an engine. */
function columnsOf(workloads: readonly Workload[]): readonly Column<Workload>[] {
  const files = workloads.filter(({ kind }) => kind === 'file').length;
  if (files === 0) return columns('Engine', 'Containers');
  return files < workloads.length ? columns('Host', 'Logs') : columns('Machine', 'Files');
}

const columns = (where: string, what: string): readonly Column<Workload>[] => [
  {
    name: 'Workload',
    cell: ({ id, name, kind }) => (
      <>
        <a href={`/workloads/${id}`}>{name}</a> {kind !== 'container' && <span class="tag">{kind}</span>}
      </>
    ),
  },
  { name: where, class: 'flows', cell: ({ host }) => host },
  { name: what, class: 'flows first bare', cell: (workload) => <Containers workload={workload} /> },
  { name: 'Events in 24 h', class: 'flows first events', cell: (workload) => <SeverityCounts workload={workload} /> },
  { name: 'Lines', class: 'flows', cell: ({ lines }) => lines.toLocaleString('en') },
  {
    name: 'Gaps',
    class: 'flows',
    cell: ({ gaps_total: gaps }) => (gaps === 0 ? <span class="soft">None</span> : <strong>{gaps}</strong>),
  },
];

function Containers({ workload }: { readonly workload: Workload }) {
  const { containers, containers_total: total } = workload;
  const worst = worstOf(containers.map(({ state }) => state));
  if (worst === undefined) return <span class="soft">None now</span>;
  return (
    <>
      {total} <StatusMark status={worst.status} words={worst.words} />
    </>
  );
}
