import type { SystemReport } from '../../api/shapes.ts';
import { CrossIcon, TickIcon } from '../../parts/marks/icons.tsx';
import { useServices } from '../../services.ts';
import { lateEventsPath, receiptWords } from './receipt-words.ts';

const SHOWN_SECONDS = 86_400;

/** After a restart: what was made up for. For a day, or until somebody has seen it. */
export function Receipt({ system }: { readonly system: SystemReport }) {
  const { preferences } = useServices();
  const { caught_up: caughtUp, started_at: start, uptime_seconds: uptime } = system;
  if (caughtUp === null || uptime > SHOWN_SECONDS || preferences.seenReceipt.value === start) return null;
  const path = lateEventsPath(caughtUp);
  return (
    <section class="receipt" aria-label="After the restart">
      <TickIcon />
      <p>{receiptWords(caughtUp, system.files !== null)}</p>
      {path !== undefined && <a href={path}>Look at them</a>}
      <button
        type="button"
        class="quiet square"
        aria-label="Dismiss the receipt"
        onClick={() => preferences.receiptSeen(start)}
      >
        <CrossIcon />
      </button>
    </section>
  );
}
