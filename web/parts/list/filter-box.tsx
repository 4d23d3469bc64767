import { useId } from 'preact/hooks';

export interface FilterBoxProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
}

/** The field that `/` goes to. Escape empties it. */
export function FilterBox({ label, value, onInput }: FilterBoxProps) {
  const id = useId();
  return (
    <div class="filter-box">
      <label class="for-ears" for={id}>
        {label}
      </label>
      <input
        id={id}
        type="search"
        data-search
        placeholder={label}
        aria-keyshortcuts="/"
        autocomplete="off"
        spellcheck={false}
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && onInput('')}
      />
      <span class="key" aria-hidden="true">
        /
      </span>
    </div>
  );
}
