// Ten services as a small host has them, each with its own chatter; some have something to say that a person should hear.
import { runContainer } from './containers.ts';
import type { EngineApi } from './engine-api.ts';

export const SERVICES = ['web', 'api', 'worker', 'postgres', 'redis', 'proxy', 'mail', 'search', 'queue', 'backup'];
const CALM_LINES = 5_000;
/** What each says while all is well; `$i` counts. */
const CHATTER: Readonly<Record<string, string>> = {
  web: 'GET /cart/$i 200 in 12 ms',
  api: '{\\"level\\":\\"info\\",\\"request\\":$i,\\"status\\":200,\\"ms\\":7}',
  worker: '[INFO] job $i done',
  postgres: '2026-01-01 00:00:00 UTC [$i] LOG:  checkpoint complete',
  redis: '1:M 01 Jan 2026 00:00:00.000 * $i changes in 60 seconds. Saving...',
  proxy: '10.0.0.$i - - \\"GET / HTTP/1.1\\" 200 612',
  mail: 'postfix/qmgr[$i]: removed',
  search: 'query $i took 3 ms',
  queue: 'consumer $i: accepted',
  backup: 'chunk $i written',
};
/** What some of them had to say among it. */
const TROUBLE: Readonly<Record<string, string>> = {
  api: 'panic: runtime error: index out of range [3] with length 3',
  postgres: 'FATAL:  remaining connection slots are reserved for non-replication superuser connections',
  backup: 'write /backup/2026-11-25.tar: no space left on device',
  mail: 'x509: certificate has expired or is not yet valid',
};

export interface BusyServices {
  /** One of them writes this line now. */
  say(service: string, line: string): Promise<void>;
}

/** They write on until they are removed. */
export async function startServices(api: EngineApi): Promise<BusyServices> {
  const ids = new Map<string, string>();
  for (const service of SERVICES) {
    const id = await runContainer(api, {
      name: service,
      labels: { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': service },
      command: ['sh', '-c', scriptOf(CHATTER[service] ?? '', TROUBLE[service])],
    });
    ids.set(service, id);
  }
  return {
    async say(service, line) {
      const Cmd = ['/bin/sh', '-c', `echo '${line}' > /proc/1/fd/2`];
      const { Id } = await api.expect('POST', `/containers/${ids.get(service)}/exec`, { Cmd });
      await api.expect('POST', `/exec/${Id}/start`, { Detach: true });
    },
  };
}

function scriptOf(chatter: string, trouble: string | undefined): string {
  const calm = (lines: number) => `i=0; while [ $i -lt ${lines} ]; do echo "${chatter}"; i=$((i+1)); done`;
  return `${calm(CALM_LINES)}; ${trouble ? `echo '${trouble}' >&2;` : ''} while :; do ${calm(10)}; sleep 1; done`;
}
