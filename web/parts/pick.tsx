import { useId, useMemo } from 'preact/hooks';

export interface PickProps {
  readonly label: string;
  /** What stands there while nothing is chosen; without it one of them always is. */
  readonly all?: string;
  readonly options: readonly (readonly [value: string, words: string])[];
  readonly chosen: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

/** One of many, or all. What is chosen and not among them, such as a rule that was deleted, is shown as it is written. */
export function Pick({ label, all, options, chosen, onChange }: PickProps) {
  const id = useId();
  const isKnown = chosen === undefined || options.some(([value]) => value === chosen);
  // There may be thousands, and what stands around is drawn with each event that comes.
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
    <div class="pick" data-chosen={chosen !== undefined}>
      <label class="for-ears" for={id}>
        {label}
      </label>
      <select id={id} value={chosen ?? ''} onChange={(event) => onChange(event.currentTarget.value || undefined)}>
        {all !== undefined && <option value="">{all}</option>}
        {drawn}
        {!isKnown && <option value={chosen}>{chosen}</option>}
      </select>
    </div>
  );
}
