// A host with ten containers that have written for a while, most of it calm, as a newcomer has one. A real engine, for root alone.
import { setTimeout as sleep } from 'node:timers/promises';
import { runContainer } from '../../test/support/real-engine/containers.ts';
import { startDockerd } from '../../test/support/real-engine/host/dockerd.ts';
import { importLabImage } from '../../test/support/real-engine/image/lab-image.ts';

export const SERVICES = ['web', 'api', 'worker', 'postgres', 'redis', 'proxy', 'mail', 'search', 'queue', 'backup'];
const CALM_LINES = 5_000;
/** What some of them had to say among it. */
const TROUBLE: Readonly<Record<string, string>> = {
  api: 'panic: runtime error: index out of range [3] with length 3',
  postgres: 'FATAL:  remaining connection slots are reserved for non-replication superuser connections',
  backup: 'write /backup/2026-11-25.tar: no space left on device',
  mail: 'x509: certificate has expired or is not yet valid',
};

export interface BusyHost {
  readonly socket: string;
  /** One of them writes this line now. */
  say(service: string, line: string): Promise<void>;
  dispose(): Promise<void>;
}

export async function busyHost(forSeconds: number): Promise<BusyHost> {
  const engine = await startDockerd();
  const { api, socket } = engine;
  await importLabImage(api);
  const ids = new Map<string, string>();
  for (const service of SERVICES) {
    const id = await runContainer(api, {
      name: service,
      labels: { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': service },
      command: ['sh', '-c', scriptOf(TROUBLE[service])],
    });
    ids.set(service, id);
  }
  await sleep(forSeconds * 1_000);
  return {
    socket,
    async say(service, line) {
      const Cmd = ['/bin/sh', '-c', `echo '${line}' > /proc/1/fd/2`];
      const { Id } = await api.expect('POST', `/containers/${ids.get(service)}/exec`, { Cmd });
      await api.expect('POST', `/exec/${Id}/start`, { Detach: true });
    },
    dispose: () => engine.dispose(),
  };
}

function scriptOf(trouble: string | undefined): string {
  const calm = (lines: number) =>
    `i=0; while [ $i -lt ${lines} ]; do echo "GET /cart/$i 200 in 12 ms"; i=$((i+1)); done`;
  return `${calm(CALM_LINES)}; ${trouble ? `echo '${trouble}' >&2;` : ''} while :; do ${calm(10)}; sleep 1; done`;
}
