import { useFault } from './fault-context.ts';

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

export interface ChoiceProps {
  readonly name: string;
  readonly legend: string;
  readonly options: readonly Option[];
  readonly chosen: string;
  readonly onChoose?: (value: string) => void;
}

/** One of a few, each with a word about what it means. */
export function Choice({ name, legend, options, chosen, onChoose }: ChoiceProps) {
  const fault = useFault(name);
  return (
    <fieldset class="choice">
      <legend>{legend}</legend>
      {options.map(({ value, label, hint }) => (
        <label key={value}>
          <input
            type="radio"
            name={name}
            value={value}
            defaultChecked={value === chosen}
            onChange={() => onChoose?.(value)}
          />
          <span>
            {label}
            {hint && <small class="hint">{hint}</small>}
          </span>
        </label>
      ))}
      <div class="field-words">
        {fault && (
          <p class="fault" role="alert">
            {fault}
          </p>
        )}
      </div>
    </fieldset>
  );
}
