import { useId, useMemo } from 'preact/hooks';
import { SearchPick } from './list/search-pick.tsx';

/** Nobody finds one of more in a list that does not search. */
const MOST_IN_LIST = 200;

export interface PickProps {
  readonly label: string;
  /** What stands there while nothing is chosen; without it one of them always is. */
  readonly all?: string;
  readonly options: readonly (readonly [value: string, words: string])[];
  readonly chosen: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

/** One of many, or all: chosen out of a list, or found by typing where that would be too long. */
export function Pick({ label, all, ...props }: PickProps) {
  const id = useId();
  return (
    <div class="pick" data-chosen={props.chosen !== undefined}>
      <label class="for-ears" for={id}>
        {label}
      </label>
      {all !== undefined && props.options.length > MOST_IN_LIST ? (
        <SearchPick id={id} all={all} {...props} />
      ) : (
        <ListPick id={id} all={all} {...props} />
      )}
    </div>
  );
}

interface ListPickProps extends Omit<PickProps, 'label' | 'all'> {
  readonly id: string;
  readonly all: string | undefined;
}

/** What is chosen and not among them, such as a rule that was deleted, is shown as it is written. */
function ListPick({ id, all, options, chosen, onChange }: ListPickProps) {
  const isKnown = chosen === undefined || options.some(([value]) => value === chosen);
  // What stands around is drawn with each event that comes.
  const drawn = useMemo(
    () =>
      options.map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      )),
    [options],
  );
  return (
    <select id={id} value={chosen ?? ''} onChange={(event) => onChange(event.currentTarget.value || undefined)}>
      {all !== undefined && <option value="">{all}</option>}
      {drawn}
      {!isKnown && <option value={chosen}>{chosen}</option>}
    </select>
  );
}
