// Events as judging gives them, and origins whose changes carry them.
import type { NewEvent } from '../../src/core/events/new-event.ts';
import type { RuleFloodStanding } from '../../src/core/lines/flood-state.ts';
import type { OriginChange } from '../../src/core/lines/standing.ts';
import { NOTHING_SETTLED } from './flood/nothing-settled.ts';
import { sampleChange } from './origin-keeper.ts';
import { sampleOrigin } from './origin-samples.ts';

export function sampleEvent(key: string, changes: Partial<NewEvent> = {}): NewEvent {
  return {
    key,
    ...{ source: 'logscan', severity: 'error', message: `message of ${key}`, metadata: { stream: 'stdout' } },
    ...{ workloadId: 'web', ruleId: '1' },
    ...changes,
  };
}

/** What a commit has of an origin in which these events were found. */
export function changeWith(
  name: string,
  effects: readonly NewEvent[],
  rules: Readonly<Record<string, Partial<RuleFloodStanding>>> = {},
): OriginChange<NewEvent> {
  const flood = {
    standing: { time: undefined, epoch: 1, bucket: undefined },
    rules: new Map(Object.entries(rules).map(([id, changes]) => [id, { ...QUIET, ...changes }])),
    counts: new Map(),
    ...NOTHING_SETTLED,
  };
  return { ...sampleChange({ origin: sampleOrigin(name), flood }), effects };
}

const QUIET: RuleFloodStanding = {
  ...{ epoch: 1, lastAdmitted: undefined, hits: [], heldBack: 0, lastSeen: undefined, lastEvent: undefined },
};
