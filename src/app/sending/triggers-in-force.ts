// Puts together which triggers there are: those that people made, those of the configuration file, and what is told of them.
import {
  createTriggerOccurrences,
  type TriggerFigures,
  type TriggerOccurrences,
} from '../../telemetry/occurrences/sending/triggers.ts';
import { TriggerBook } from '../../triggers/book/trigger-book.ts';
import type { TriggerSnapshot } from '../../triggers/plan/trigger-snapshot.ts';
import { TriggerFile } from '../../triggers/provisioned/trigger-file.ts';
import type { SendingParts } from './sending-parts.ts';

export interface TriggersInForce {
  readonly book: TriggerBook;
  /** Undefined without a configuration file. */
  readonly file: TriggerFile | undefined;
  readonly occurrences: TriggerOccurrences;
}

/** Nothing is read yet. */
export function triggersInForce(
  parts: Pick<SendingParts, 'store' | 'clock' | 'logger' | 'metrics' | 'triggerFile'>,
): TriggersInForce {
  const { store, clock, triggerFile } = parts;
  const figures = (): TriggerFigures => figuresOf(book.current, file?.faults.length ?? 0);
  const occurrences = createTriggerOccurrences({ ...parts, figures });
  const file: TriggerFile | undefined = triggerFile && new TriggerFile({ start: triggerFile, clock, occurrences });
  const book: TriggerBook = new TriggerBook({
    store: store.triggers,
    provisioned: file ? [file] : [],
    isShared: store.deliveries.isShared,
    clock,
    occurrences,
  });
  return { book, file, occurrences };
}

function figuresOf(snapshot: TriggerSnapshot | undefined, fileFaults: number): TriggerFigures {
  const enabled = (snapshot?.triggers ?? []).filter((trigger) => trigger.enabled);
  const standings = enabled.map(({ id }) => snapshot?.standingOf(id));
  const suspended = standings.filter((standing) => standing?.suspendedAt != null).length;
  const failing = standings.filter((standing) => standing?.failingSince != null).length - suspended;
  return { enabled: enabled.length, suspended, failing, broken: snapshot?.faults.length ?? 0, fileFaults };
}
