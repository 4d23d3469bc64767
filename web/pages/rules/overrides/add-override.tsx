import { useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import type { Rule } from '../../../api/shapes.ts';
import { Pick } from '../../../parts/pick.tsx';
import type { Names } from '../../use-names.ts';
import type { Place } from './override-body.ts';

export interface AddOverrideProps {
  readonly rule: Rule;
  /** The workloads that have none of this rule. */
  readonly free: Names;
  readonly onSwitchOff: (workload: Place) => Promise<void>;
}

/** In which workload it shall be otherwise, and how. */
export function AddOverride({ rule, free, onSwitchOff }: AddOverrideProps) {
  const { route } = useLocation();
  const [chosen, choose] = useState<string | undefined>();
  const [said, say] = useState('');
  const form = useRef<HTMLFormElement>(null);
  const inChosen = (deed: (workload: Place) => void): void => {
    const found = free.find(([id]) => id === chosen);
    say(found ? '' : 'Choose a workload first.');
    if (found) deed({ id: found[0], name: found[1] });
    else form.current?.querySelector('select')?.focus();
  };
  if (free.length === 0) return null;
  return (
    <form
      ref={form}
      class="add-override"
      aria-label="Add an override"
      onSubmit={(event) => {
        event.preventDefault();
        inChosen(({ id }) => route(`/rules/new?overrides=${rule.id}&workload=${id}`));
      }}
    >
      <Pick
        label="Workload to override it in"
        all="In which workload?"
        options={free}
        chosen={chosen}
        onChange={choose}
      />
      <button type="submit">Override there</button>
      <button
        type="button"
        onClick={() =>
          inChosen((workload) => {
            choose(undefined);
            void onSwitchOff(workload);
          })
        }
      >
        Switch off there
      </button>
      <p class="fault" role="alert">
        {said}
      </p>
    </form>
  );
}
