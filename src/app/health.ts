import type { HealthReport, HealthSource, WatchingReport } from '../http/resources/health.ts';

export interface HealthParts {
  readonly version: string;
  readonly store: { checkWritable(): Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: string }> };
  /** Whether some instance runs the background tasks. */
  readonly backgroundRuns: () => Promise<boolean>;
}

type Check = HealthReport['checks'][string];

/** What the parts of this process say of themselves, as one answer. */
export function createHealth(parts: HealthParts): HealthSource {
  return {
    async health() {
      const checks = { store: await checkStore(parts), background: await checkBackground(parts) };
      return { status: worst(Object.values(checks)), version: parts.version, checks };
    },
    async watching(): Promise<WatchingReport> {
      const store = await checkStore(parts);
      const nothing = 'Nothing is watched: no source of log lines is set up.';
      return store.status === 'failing'
        ? { status: 'failing', reasons: [store.message, nothing] }
        : { status: 'degraded', reasons: [nothing] };
    },
  };
}

async function checkStore({ store }: HealthParts): Promise<Check> {
  const writable = await store.checkWritable();
  return writable.ok
    ? { status: 'ok', message: 'The store can be written.' }
    : { status: 'failing', message: writable.reason };
}

/** Background tasks that nobody runs are no reason to restart this process. */
async function checkBackground({ backgroundRuns }: HealthParts): Promise<Check> {
  return (await backgroundRuns())
    ? { status: 'ok', message: 'The background tasks run.' }
    : { status: 'degraded', message: 'Nobody runs the background tasks just now.' };
}

function worst(checks: readonly Check[]): Check['status'] {
  if (checks.some((check) => check.status === 'failing')) return 'failing';
  return checks.some((check) => check.status === 'degraded') ? 'degraded' : 'ok';
}
