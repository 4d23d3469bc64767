import { useId, useMemo, useState } from 'preact/hooks';

export interface SearchPickProps {
  readonly id: string;
  /** What stands there while nothing is chosen. */
  readonly all: string;
  readonly options: readonly (readonly [value: string, words: string])[];
  readonly chosen: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

/** Of the event that tells that somebody has chosen one of those that are offered. */
const OUT_OF_LIST = 'insertReplacementText';

/** One of very many, found by typing a part of it. What is none of them chooses nothing, and gives way to what is chosen; an empty field chooses all. */
export function SearchPick({ id, all, options, chosen, onChange }: SearchPickProps) {
  const listId = useId();
  const { drawn, idOf, wordsOf } = useMemo(() => ofOptions(options), [options]);
  const words = chosen === undefined ? '' : (wordsOf.get(chosen) ?? chosen);
  const [typed, setTyped] = useState<string | undefined>();
  const take = (text: string): void => {
    setTyped(undefined);
    const wanted = text === '' ? undefined : (idOf.get(text) ?? chosen);
    if (wanted !== chosen) onChange(wanted);
  };
  return (
    <>
      <input
        id={id}
        class="search-pick"
        list={listId}
        placeholder={all}
        autocomplete="off"
        spellcheck={false}
        value={typed ?? words}
        onInput={({ currentTarget, inputType }) =>
          inputType === OUT_OF_LIST ? take(currentTarget.value) : setTyped(currentTarget.value)
        }
        onChange={({ currentTarget }) => take(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          // It chooses, and sends no form.
          event.preventDefault();
          take(event.currentTarget.value);
        }}
      />
      <datalist id={listId}>{drawn}</datalist>
    </>
  );
}

/** Two that have the same words are told apart by their value. */
function ofOptions(options: SearchPickProps['options']) {
  const sameWords = Map.groupBy(options, ([, words]) => words);
  const isTwice = (words: string): boolean => (sameWords.get(words)?.length ?? 0) > 1;
  const told = options.map(([value, words]) => [value, isTwice(words) ? `${words} (${value})` : words] as const);
  return {
    drawn: told.map(([value, words]) => <option key={value} value={words} />),
    idOf: new Map(told.map(([value, words]) => [words, value])),
    wordsOf: new Map(told),
  };
}
