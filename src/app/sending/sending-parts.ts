// What the server has that events need on their way out.
import type { TriggerFileStart } from '../../config/load.ts';
import type { Config } from '../../config/schema.ts';
import type { Clock } from '../../core/clock.ts';
import type { Store } from '../../store/store.ts';
import type { Logger } from '../../telemetry/logger.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import type { AccessOccurrences } from '../../telemetry/occurrences/access.ts';
import type { Channels } from '../../triggers/sending.ts';

export interface SendingParts {
  readonly config: Config;
  readonly store: Pick<Store, 'triggers' | 'deliveries' | 'events' | 'housekeeping'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Where triggers as code stand; undefined without a configuration file. */
  readonly triggerFile?: TriggerFileStart | undefined;
  readonly occurrences: Pick<AccessOccurrences, 'changeRecorded'>;
  /** What messages go through; those that lead out of here unless said. */
  readonly channels?: Channels | undefined;
}
