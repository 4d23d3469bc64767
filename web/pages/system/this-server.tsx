import type { SystemReport } from '../../api/shapes.ts';
import { showDuration } from '../../format/duration.ts';
import { showMachine } from '../../format/host-name.ts';
import { Card, type Fact, Facts } from '../../parts/card.tsx';
import { Moment } from '../../parts/moment.tsx';
import { storeName } from './figures.tsx';

export function ThisServer({ system }: { readonly system: SystemReport }) {
  const { version, node, platform, hostname, pid, started_at: startedAt, store } = system;
  return (
    <Card title="This server">
      <Facts
        facts={[
          { name: 'Version', value: version },
          { name: 'Host', value: showMachine(hostname) },
          { name: 'Process', value: `${pid}` },
          { name: 'Started', value: <Moment at={startedAt} /> },
          { name: 'Runs on', value: `Node ${node.replace(/^v/, '')}, ${platform}` },
          { name: 'Store', value: storeName(store) },
          { name: 'Kept in', value: <code class="break">{store.location}</code> },
          {
            name: 'API',
            value: (
              <a href="/api/docs" target="_blank" rel="noreferrer">
                Described here
              </a>
            ),
          },
        ]}
      />
    </Card>
  );
}

/** Of several servers on one database exactly one runs the background tasks; here stands which. */
export function BackgroundWork({ system }: { readonly system: SystemReport }) {
  return (
    <Card title="Background work">
      <Facts facts={leaseFacts(system)} />
    </Card>
  );
}

function leaseFacts({ lock, hostname, pid }: SystemReport): readonly Fact[] {
  if (!lock) return [{ name: 'Done by', value: 'Unknown: the store does not answer' }];
  if (!lock.locked) return [{ name: 'Done by', value: 'Nobody at the moment' }];
  const here = lock.hostname === hostname && lock.pid === pid;
  return [
    { name: 'Done by', value: here ? 'This server' : `${showMachine(lock.hostname ?? '')}, process ${lock.pid}` },
    {
      name: 'Last sign of life',
      value: `${showDuration(lock.age_seconds ?? 0)} ago${lock.is_stale ? ', too long' : ''}`,
    },
    { name: 'Lease holds for', value: showDuration(lock.ttl_remaining ?? 0) },
    { name: 'Fencing number', value: `${lock.fencing ?? ''}` },
  ];
}
