import type { HealthReport } from '../../api/shapes.ts';
import { Card } from '../../parts/card.tsx';
import { type Column, DataTable } from '../../parts/list/data-table.tsx';
import { StatusMark } from '../../parts/status-mark.tsx';

interface Check {
  readonly name: string;
  readonly status: HealthReport['status'];
  readonly message: string;
}

/** Every check of the server, with its own words. */
export function Checks({ health }: { readonly health: HealthReport }) {
  const checks = Object.entries(health.checks).map(([name, check]) => ({ name, ...check }));
  return (
    <Card title="Checks" aside={<StatusMark status={health.status} />}>
      <DataTable caption="Checks" columns={COLUMNS} rows={checks} keyOf={({ name }) => name} />
    </Card>
  );
}

const COLUMNS: readonly Column<Check>[] = [
  { name: 'Check', cell: ({ name }) => titleOf(name) },
  { name: 'State', cell: ({ status }) => <StatusMark status={status} /> },
  { name: 'What it says', cell: ({ message }) => message, class: 'wide' },
];

/** `event_loop` → `Event loop`: a check that this page has never heard of reads well, too. */
function titleOf(name: string): string {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
