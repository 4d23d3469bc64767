// What can happen to deliveries.
import { DEATHS, type Death, type Ending, GONE_WITH_EVENT } from '../../../core/deliveries/delivery.ts';
import {
  DELIVERY_REASONS,
  type DeliveryReason,
  type DeliveryVerdict,
} from '../../../core/deliveries/delivery-verdict.ts';
import type { Suspension } from '../../../core/deliveries/trigger.ts';
import type { Logger } from '../../logger.ts';
import type { Metrics } from '../../metrics.ts';

export interface DeliveryOccurrences {
  /** A request has ended, and that is durable. */
  attempted(attempt: {
    readonly channel: string;
    readonly triggerId: string;
    readonly deliveryId: string;
    readonly outcome: DeliveryVerdict['outcome'];
    readonly reason: DeliveryReason;
    readonly status: number | null;
    readonly durationMs: number;
    /** From the line to the answer, where it was delivered. */
    readonly latencySeconds: number | undefined;
  }): void;
  /** It is tried no more. */
  died(end: {
    readonly channel: string;
    readonly triggerId: string;
    readonly deliveryId: string;
    readonly death: Death;
  }): void;
  /** Many at once, without having been sent; none is no occurrence. The channel of a trigger that is gone is known to nobody. */
  buried(end: {
    readonly channel: string | undefined;
    readonly triggerId: string;
    readonly death: Ending;
    readonly count: number;
  }): void;
  /** Nothing goes through a trigger any more until somebody looks at it. The name of one that is gone by now is known to nobody. */
  suspended(end: { readonly triggerId: string; readonly name: string | undefined; readonly why: Suspension }): void;
  /** Another worker has it by now: what came of this one is not recorded. */
  overtaken(mark: { readonly triggerId: string; readonly deliveryId: string }): void;
  /** The outbox cannot be read or written; told once until it can. */
  outboxFailed(fault: { readonly error: unknown }): void;
  outboxRecovered(): void;
}

/** From a fraction of an fsync to the hours after which a receiver is back. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 7_200, 28_800, 86_400];

const UNKNOWN = 'unknown';

export function createDeliveryOccurrences(tools: {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly channels: readonly string[];
  /** Both are read when the metrics are. */
  readonly queueDepth: () => number;
  readonly openBreakers: () => number;
}): DeliveryOccurrences {
  const logger = tools.logger.child('deliveries');
  const { total, latency } = deliveryMetrics(tools);
  let hasFailed = false;
  return {
    attempted({ channel, outcome, reason, durationMs, latencySeconds, ...of }) {
      total.increment({ channel, outcome, reason });
      if (latencySeconds !== undefined) latency.observe({}, latencySeconds);
      const data = {
        channel,
        trigger_id: of.triggerId,
        delivery_id: of.deliveryId,
        outcome,
        reason,
        status: of.status,
      };
      logger.debug('delivery_attempted', { ...data, duration_ms: durationMs });
    },
    died({ channel, triggerId, deliveryId, death }) {
      total.increment({ channel, outcome: 'dead', reason: death });
      logger.warning('delivery_dead', { channel, trigger_id: triggerId, delivery_id: deliveryId, reason: death });
    },
    buried({ channel = UNKNOWN, triggerId, death, count }) {
      if (count === 0) return;
      total.increment({ channel, outcome: 'dead', reason: death }, count);
      logger.warning('deliveries_buried', { trigger_id: triggerId, reason: death, deliveries: count });
    },
    suspended({ triggerId, name, why }) {
      logger.error('trigger_suspended', { trigger_id: triggerId, trigger_name: name, reason: why });
    },
    overtaken({ triggerId, deliveryId }) {
      logger.warning('delivery_overtaken', { trigger_id: triggerId, delivery_id: deliveryId });
    },
    outboxFailed({ error }) {
      if (!hasFailed) logger.error('outbox_failed', { error });
      hasFailed = true;
    },
    outboxRecovered() {
      if (hasFailed) logger.info('outbox_recovered');
      hasFailed = false;
    },
  };
}

type Tools = Parameters<typeof createDeliveryOccurrences>[0];

function deliveryMetrics({ metrics, channels, queueDepth, openBreakers }: Tools) {
  const total = metrics.counter({
    name: 'tocsin_deliveries_total',
    help: 'Attempts to deliver by what came of them, and deliveries that are tried no more (dead), by reason.',
    labels: { channel: [], outcome: [], reason: [] },
  });
  const endings = [...DEATHS, GONE_WITH_EVENT];
  for (const reason of endings) total.declare({ channel: UNKNOWN, outcome: 'dead', reason });
  for (const channel of channels) {
    total.declare({ channel, outcome: 'delivered', reason: 'accepted' });
    for (const reason of DELIVERY_REASONS.filter((one) => one !== 'accepted'))
      for (const outcome of ['retry', 'rejected', 'dead']) total.declare({ channel, outcome, reason });
    for (const reason of endings) total.declare({ channel, outcome: 'dead', reason });
  }
  metrics.gaugeOf(
    { name: 'tocsin_delivery_queue_depth', help: 'Deliveries that wait, as they were counted last.' },
    queueDepth,
  );
  metrics.gaugeOf(
    {
      name: 'tocsin_delivery_open_breakers',
      help: 'Destinations that this process leaves alone for a while, because they failed five times in a row.',
    },
    openBreakers,
  );
  const latency = metrics.histogram({
    name: 'tocsin_delivery_latency_seconds',
    help: 'From the time of the line, or of the event where there is no line, to the answer of the receiver that took it.',
    buckets: BUCKETS,
  });
  return { total, latency };
}
