// What the parts of this process say of themselves, as one answer.
import type { Clock } from '../core/clock.ts';
import type { WatchingVerdict } from '../core/lines/watching-verdict.ts';
import { within } from '../core/within.ts';
import type { HealthReport, HealthSource, WatchingReport } from '../http/resources/health.ts';
import type { RulesVerdict } from './rules/rule-health.ts';
import type { TriggersVerdict } from './sending/trigger-health.ts';

export interface HealthParts {
  readonly version: string;
  readonly isDemo: boolean;
  readonly clock: Clock;
  readonly store: { checkWritable(): Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: string }> };
  /** Whether some instance runs the background tasks. */
  readonly backgroundRuns: () => Promise<boolean>;
  /** Whether everything is watched that should be. */
  readonly watching: () => Promise<WatchingVerdict>;
  /** Whether the rules are in force as they are written. */
  readonly rules: () => RulesVerdict;
  /** Whether everything goes where it should. */
  readonly sending: () => TriggersVerdict;
}

/** Whoever asks for our health gets an answer, also while a database server stands still. */
const PATIENCE_MS = 2_000;

/** Whoever asks a demo how it is must not take it for the real thing. */
const DEMO: Check = { status: 'ok', message: 'This is a demo: all that is watched here is invented.' };

type Check = HealthReport['checks'][string];

export function createHealth(parts: HealthParts): HealthSource {
  return {
    async health() {
      const [store, background, engines] = await Promise.all([
        checkStore(parts),
        checkBackground(parts),
        checkEngines(parts),
      ]);
      const demo = parts.isDemo ? { demo: DEMO } : {};
      const checks = { ...demo, store, background, engines, rules: checkRules(parts), dispatcher: parts.sending() };
      return { status: worst(Object.values(checks)), version: parts.version, checks };
    },
    async watching(): Promise<WatchingReport> {
      const [store, watching] = await Promise.all([checkStore(parts), parts.watching()]);
      const rules = parts.rules();
      const reasons = [...rules.reasons, ...watching.reasons];
      return store.status === 'failing'
        ? { status: 'failing', reasons: [store.message, ...reasons] }
        : { status: worst([rules, watching]), reasons };
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
async function checkBackground({ backgroundRuns, clock }: HealthParts): Promise<Check> {
  return (await within(backgroundRuns(), { clock, ms: PATIENCE_MS }))
    ? { status: 'ok', message: 'The background tasks run.' }
    : { status: 'degraded', message: 'Nobody runs the background tasks just now.' };
}

/** What is not watched is no reason to restart this process: another host's reboot must restart nobody. */
async function checkEngines({ watching }: HealthParts): Promise<Check> {
  const { isTroubled, reasons } = await watching();
  if (isTroubled) return { status: 'degraded', message: reasons.join(' ') };
  return { status: 'ok', message: reasons[0] ?? 'Everything is watched.' };
}

/** Rules that cannot be read are a matter of watching: to restart this process would not mend them. */
function checkRules({ rules }: HealthParts): Check {
  const { status, reasons } = rules();
  return status === 'ok'
    ? { status, message: 'All rules are in force.' }
    : { status: 'degraded', message: reasons.join(' ') };
}

function worst(checks: readonly Pick<Check, 'status'>[]): Check['status'] {
  if (checks.some((check) => check.status === 'failing')) return 'failing';
  return checks.some((check) => check.status === 'degraded') ? 'degraded' : 'ok';
}
