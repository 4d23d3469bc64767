// What can happen to events.
import { hasGoneRound, hopsOf } from '../../core/events/hops.ts';
import type { StoredEvent } from '../../core/events/stored-event.ts';
import { SEVERITIES } from '../../core/severity.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';

/** Sources have any name; the series have these. */
const SHOWN_SOURCES = ['logscan', 'docker', 'system', 'api', 'other'] as const;
type ShownSource = (typeof SHOWN_SOURCES)[number];

export interface EventOccurrences {
  /** They are durable, and were not there before. */
  stored(events: readonly Pick<StoredEvent, 'id' | 'source' | 'severity' | 'metadata'>[]): void;
  /** An event that another program sent was not taken. */
  refused(refusal: { readonly reason: 'rate' }): void;
}

export function createEventOccurrences(tools: {
  readonly logger: Logger;
  readonly metrics: Metrics;
}): EventOccurrences {
  const logger = tools.logger.child('events');
  const stored = tools.metrics.counter({
    name: 'tocsin_events_total',
    help: 'Events that were stored, by where they come from and how bad they are.',
    labels: { source: SHOWN_SOURCES, severity: SEVERITIES },
  });
  const refusals = tools.metrics.counter({
    name: 'tocsin_events_refused_total',
    help: 'Events of other programs that were not taken, by reason.',
    labels: { reason: ['rate'] },
  });
  const goneRound = tools.metrics.counter({
    name: 'tocsin_events_gone_round_total',
    help: 'Events that had come back more than three times: they were stored, and given to no trigger.',
  });
  return {
    stored(events) {
      for (const { id, source, severity, metadata } of events) {
        stored.increment({ source: shownSource(source), severity });
        if (!hasGoneRound(metadata)) continue;
        goneRound.increment({});
        logger.warning('event_gone_round', { event_id: id, hops: hopsOf(metadata) });
      }
    },
    refused({ reason }) {
      refusals.increment({ reason });
      logger.debug('event_refused', { reason });
    },
  };
}

const shownSource = (source: string): ShownSource => SHOWN_SOURCES.find((shown) => shown === source) ?? 'other';
