import { Moment } from '../../parts/moment.tsx';

export interface SearchingOlderProps {
  /** Undefined while it has not come anywhere. */
  readonly backTo: string | undefined;
}

/** Stands where nothing was found so far. */
export function SearchingOlder({ backTo }: SearchingOlderProps) {
  return (
    <div class="empty">
      <p class="empty-title" role="status">
        Searching older events…
      </p>
      <p>Nothing so far{backTo !== undefined && <BackTo at={backTo} />}.</p>
    </div>
  );
}

/** Lies over the end of the list, so that nothing moves when it comes and goes. */
export function OlderSearched({ backTo }: SearchingOlderProps) {
  return (
    <p class="event-searching">
      <span role="status">Searching older events…</span>
      {backTo !== undefined && <BackTo at={backTo} />}
    </p>
  );
}

function BackTo({ at }: { readonly at: string }) {
  return (
    <span>
      {' '}
      back to <Moment at={at} />
    </span>
  );
}
