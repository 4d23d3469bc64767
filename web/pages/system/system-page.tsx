// This server in full: its checks, its engines, its store, and who does the background work.
import type { HealthReport, SystemReport } from '../../api/shapes.ts';
import { useLiveValue } from '../../live/use-live-value.ts';
import { LiveMark } from '../../parts/live-mark.tsx';
import { Message } from '../../parts/message.tsx';
import { Page } from '../../parts/page.tsx';
import { useServices } from '../../services.ts';
import { Checks } from './checks.tsx';
import { EngineList } from './engine-list.tsx';
import { Figures } from './figures.tsx';
import { FileList } from './file-list.tsx';
import { Queues } from './queues.tsx';
import { BackgroundWork, ThisServer } from './this-server.tsx';

const EVERY_MS = 5_000;

interface State {
  readonly health: HealthReport;
  readonly system: SystemReport;
}

export function SystemPage() {
  const { api } = useServices();
  const load = async (signal: AbortSignal): Promise<State> => {
    const [health, system] = await Promise.all([api.health(signal), api.system(signal)]);
    return { health, system };
  };
  const { value, loadedAt, fault } = useLiveValue({ load, everyMs: EVERY_MS });
  return (
    <Page title="System" actions={<LiveMark loadedAt={loadedAt} broken={fault !== undefined} />}>
      {fault && <Message kind="bad">{fault.message}</Message>}
      {value && (
        <>
          <div class="columns">
            <Checks health={value.health} />
            <div class="stack">
              <EngineList engines={value.system.engines} hasFiles={value.system.files !== null} />
              {value.system.files && <FileList files={value.system.files} />}
            </div>
          </div>
          <Figures system={value.system} />
          <div class="columns">
            <ThisServer system={value.system} />
            <div class="stack">
              <BackgroundWork system={value.system} />
              <Queues system={value.system} />
            </div>
          </div>
        </>
      )}
    </Page>
  );
}
