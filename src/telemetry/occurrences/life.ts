// What can happen to what is heard of containers besides their lines.
import { DECISIONS, type Decision } from '../../core/flood/decision.ts';
import { HAPPENING_KINDS, type HappeningKind } from '../../core/life/happening.ts';
import type { Metrics } from '../metrics.ts';

export interface LifeOccurrences {
  /** `off`: events of this kind are not wanted. */
  happened(happening: { readonly kind: HappeningKind; readonly decision: Decision | 'off' }): void;
}

export function createLifeOccurrences({ metrics }: { readonly metrics: Metrics }): LifeOccurrences {
  const happenings = metrics.counter({
    name: 'tocsin_life_happenings_total',
    help: 'What happened to containers besides their lines, by kind and by what became of it.',
    labels: { kind: HAPPENING_KINDS, decision: [...DECISIONS, 'off'] },
  });
  return {
    happened({ kind, decision }) {
      happenings.increment({ kind, decision });
    },
  };
}
