// What of a container's life is a happening, computed from its whole life at once: what `EngineLife` is held against.
import type { LivedContainer, Run } from './lived-engine.ts';

export interface ModelLimits {
  readonly restarts: number;
  readonly withinTicks: number;
}

const END_SIGNALS = [2, 3, 9, 15];
const OOM_ENDS_WITHIN_TICKS = 100;

/** `container kind tick` of each, in no order. */
export function livesModel(containers: readonly LivedContainer[], limits: ModelLimits): readonly string[] {
  return containers.flatMap((container) => [
    ...container.runs.flatMap((run) => endings(run)).map((what) => `${container.id[0]} ${what}`),
    ...loops(container.runs, limits).map((at) => `${container.id[0]} restart_loop ${at}`),
    ...verdicts(container).map((what) => `${container.id[0]} ${what}`),
  ]);
}

const asked = ({ signals }: Run): readonly number[] => signals.filter((one) => END_SIGNALS.includes(one));

function endings(run: Run): readonly string[] {
  const ooms = run.ooms.map((at) => `oom ${at}`);
  const { end } = run;
  if (end === undefined || end.exitCode === 0) return ooms;
  if (run.ooms.some((at) => end.at - at <= OOM_ENDS_WITHIN_TICKS)) return ooms;
  const signals = asked(run);
  const isWished = signals.length > 0 && [137, 143, ...signals.map((one) => 128 + one)].includes(end.exitCode);
  if (isWished) return ooms;
  const isOom = end.isOom === true && signals.length === 0 && ooms.length === 0;
  return [...ooms, `${isOom ? 'oom' : 'died'} ${end.at}`];
}

function loops(runs: readonly Run[], { restarts, withinTicks }: ModelLimits): readonly number[] {
  const unasked = runs.slice(1).filter((_, i) => asked(runs[i] ?? NEVER).length === 0);
  const starts = unasked.map(({ startedAt }) => startedAt);
  return starts.filter((at) => starts.filter((one) => one <= at && one > at - withinTicks).length >= restarts);
}

const NEVER: Run = { startedAt: 0, signals: [], ooms: [], end: undefined };

function verdicts({ verdicts: all }: LivedContainer): readonly string[] {
  return all.flatMap(({ at, isHealthy }, i) => {
    const before = all[i - 1]?.isHealthy ?? true;
    if (before === isHealthy) return [];
    return [`${isHealthy ? 'healthy' : 'unhealthy'} ${at}`];
  });
}
