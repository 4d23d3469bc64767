// What judges the lives of containers, as the configuration wants it.
import type { Config } from '../../../config/schema.ts';
import type { Clock } from '../../../core/clock.ts';
import { LifeJudge, type LifeJudgeOptions } from '../../../rules/life/life-judge.ts';
import type { Metrics } from '../../../telemetry/metrics.ts';
import { createLifeOccurrences } from '../../../telemetry/occurrences/life.ts';

export interface LifeJudgeParts extends Pick<LifeJudgeOptions, 'rules' | 'limit'> {
  readonly config: Pick<Config, 'dockerLifeEvents' | 'dockerLifeCooldownSeconds'>;
  readonly clock: Clock;
  readonly metrics: Metrics;
}

export function lifeJudgeOf({ config, rules, limit, clock, metrics }: LifeJudgeParts): LifeJudge {
  return new LifeJudge({
    ...{ rules, limit, clock },
    kinds: new Set(config.dockerLifeEvents),
    cooldownSeconds: config.dockerLifeCooldownSeconds,
    occurrences: createLifeOccurrences({ metrics }),
  });
}
