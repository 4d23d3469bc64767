// What can happen to triggers.
import type { Logger } from '../../logger.ts';
import type { Metrics } from '../../metrics.ts';

export interface TriggerFigures {
  readonly enabled: number;
  readonly suspended: number;
  readonly failing: number;
  readonly broken: number;
  /** Faults of the configuration file as it is now. */
  readonly fileFaults: number;
}

export interface TriggerOccurrences {
  /** Another set of triggers is in force from now on. */
  inForce(set: {
    readonly triggers: number;
    readonly faults: readonly { readonly triggerId: string; readonly name: string; readonly message: string }[];
  }): void;
  /** The saved triggers cannot be read. Told once; those that were read before go on. */
  unread(fault: { readonly error: unknown }): void;
  readAgain(): void;
  /** The triggers of the configuration file are others now. */
  fileRead(file: { readonly file: string; readonly triggers: number }): void;
  /** The file cannot be used; the triggers that it gave before go on. */
  fileRefused(file: { readonly file: string; readonly faults: readonly string[] }): void;
  /** Nothing may be sent to where a trigger of the file leads. */
  targetClosed(closed: { readonly triggerId: string; readonly name: string; readonly message: string }): void;
  triggerChanged(change: {
    readonly change: 'created' | 'changed' | 'deleted' | 'resumed';
    readonly triggerId: string;
    readonly name: string;
    readonly channel: string;
  }): void;
}

export function createTriggerOccurrences(tools: {
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Read when the metrics are. */
  readonly figures: () => TriggerFigures;
}): TriggerOccurrences {
  const logger = tools.logger.child('triggers');
  const changes = tools.metrics.counter({
    name: 'tocsin_triggers_changes_total',
    help: 'Changes of triggers through the API.',
    labels: { change: ['created', 'changed', 'deleted', 'resumed'] },
  });
  tools.metrics.gaugePer(
    {
      name: 'tocsin_triggers_standing',
      help: 'Triggers that are enabled, and of those the ones that nothing came through lately, that are suspended, or that cannot be used as they are written.',
      label: 'standing',
      values: ['enabled', 'failing', 'suspended', 'broken'],
    },
    tools.figures,
  );
  const provisioning = 'tocsin_triggers_provisioning_faults';
  tools.metrics.gaugeOf(
    { name: provisioning, help: 'Faults in the triggers of the configuration file.' },
    () => tools.figures().fileFaults,
  );
  return {
    inForce({ triggers, faults }) {
      logger.info('triggers_in_force', { triggers, faults: faults.length });
      for (const { triggerId, name, message } of faults)
        logger.warning('trigger_broken', { trigger_id: triggerId, trigger_name: name, message });
    },
    unread({ error }) {
      logger.error('triggers_unread', { error });
    },
    readAgain() {
      logger.info('triggers_read_again');
    },
    fileRead({ file, triggers }) {
      logger.info('trigger_file_read', { file, triggers });
    },
    fileRefused({ file, faults }) {
      logger.warning('trigger_file_refused', { file, faults });
    },
    targetClosed({ triggerId, name, message }) {
      logger.warning('trigger_target_closed', { trigger_id: triggerId, trigger_name: name, message });
    },
    triggerChanged({ change, triggerId, name, channel }) {
      changes.increment({ change });
      logger.info(`trigger_${change}`, { trigger_id: triggerId, trigger_name: name, channel });
    },
  };
}
