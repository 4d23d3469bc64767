// A field of a form in which one of several is chosen from a list.
import { FieldFrame, type FieldProps } from './field.tsx';

export interface SelectFieldProps extends FieldProps {
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly chosen: string;
}

export function SelectField({ options, chosen, ...field }: SelectFieldProps) {
  return (
    <FieldFrame {...field}>
      {(wiring) => (
        <select {...wiring}>
          {options.map(({ value, label }) => (
            <option key={value} value={value} selected={value === chosen}>
              {label}
            </option>
          ))}
        </select>
      )}
    </FieldFrame>
  );
}
