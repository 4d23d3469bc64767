// Keeps up with the triggers of the configuration file: one that is written otherwise now begins afresh, as one of the API does that is changed.
import type { Clock } from '../../core/clock.ts';
import type { Store } from '../../store/store.ts';
import type { TriggerBook } from '../../triggers/book/trigger-book.ts';
import type { TargetCheck } from '../../triggers/provisioned/target-check.ts';
import type { TriggerFile } from '../../triggers/provisioned/trigger-file.ts';

export interface FileFollowers {
  readonly store: Pick<Store, 'triggers'>;
  readonly clock: Clock;
  readonly book: TriggerBook;
  readonly targets: TargetCheck;
}

/** Until the signal aborts. It never rejects. */
export async function followFile(
  file: TriggerFile | undefined,
  { store, clock, book, targets }: FileFollowers,
  signal: AbortSignal,
): Promise<void> {
  await file?.run((changed) => {
    // One that cannot be resumed now is resumed with its next change, or by whoever asks for it.
    const resumed =
      changed.length === 0 ? undefined : store.triggers.resumeChanged(changed, clock.now()).catch(() => undefined);
    void Promise.resolve(resumed).then(() => book.refresh());
    void targets.look(file.triggers);
  }, signal);
}
