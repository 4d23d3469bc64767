// The mutes that are not over, and whom they silence.
import { everyItem } from '../../api/every-item.ts';
import type { EventDetail, Mute, Rule } from '../../api/shapes.ts';
import type { Api } from '../../api/tocsin-api.ts';

/** There are a thousand at most. */
export const openMutes = (api: Pick<Api, 'openMutes'>, signal?: AbortSignal): Promise<readonly Mute[]> =>
  everyItem((cursor) => api.openMutes(cursor, signal));

/** Those that name no rule, and silence all of a workload. */
export const ofWorkloads = (mutes: readonly Mute[]): readonly Mute[] => mutes.filter(({ rule_id: id }) => id === null);

export const naming = (mutes: readonly Mute[], { id }: Pick<Rule, 'id'>): readonly Mute[] =>
  mutes.filter(({ rule_id: named }) => named === id);

/** Those that name it, and those of the one workload in which it holds. */
export const silencing = (mutes: readonly Mute[], rule: Pick<Rule, 'id' | 'workload_id'>): readonly Mute[] => [
  ...naming(mutes, rule),
  ...ofWorkloads(mutes).filter(({ workload_id: id }) => id === rule.workload_id),
];

/** Those that hold for more like it. */
export const holdingBack = (
  mutes: readonly Mute[],
  event: Pick<EventDetail, 'rule_id' | 'workload_id'>,
): readonly Mute[] =>
  mutes.filter(
    ({ rule_id: rule, workload_id: workload }) =>
      (rule === null || rule === event.rule_id) && (workload === null || workload === event.workload_id),
  );
