import type { Container } from '../../api/shapes.ts';
import { Pick } from '../../parts/pick.tsx';
import { MOST_CHOSEN, nounOf, workloadsOf } from './chosen-lines.ts';
import type { LineChoice } from './follow-lines.ts';

export interface LinePickProps {
  readonly known: readonly Container[];
  readonly choice: LineChoice;
  readonly onChoose: (choice: LineChoice) => void;
}

/** Whose lines are shown: one more by a list, one less by its name. */
export function LinePick({ known, choice, onChoose }: LinePickProps) {
  const there = known.filter(({ gone_at: gone }) => gone === null);
  const { containers, workloads } = choice;
  return (
    <div class="filters">
      <Choose
        {...{ label: 'Workload', known: workloadsOf(known), offered: workloadsOf(there), chosen: workloads }}
        onChoose={(ids) => onChoose({ containers, workloads: ids })}
      />
      <Choose
        {...{ label: nounOf(known) === 'log' ? 'Log' : 'Container', known, offered: there, chosen: containers }}
        onChoose={(ids) => onChoose({ containers: ids, workloads })}
      />
    </div>
  );
}

interface Named {
  readonly id: string;
  readonly name: string;
  readonly host: string;
}

interface ChooseProps {
  readonly label: string;
  /** Also those that are gone. */
  readonly known: readonly Named[];
  readonly offered: readonly Named[];
  readonly chosen: readonly string[];
  readonly onChoose: (ids: readonly string[]) => void;
}

function Choose({ label, known, offered, chosen, onChoose }: ChooseProps) {
  const others = offered.filter(({ id }) => !chosen.includes(id));
  const nameOf = (id: string): string => known.find((one) => one.id === id)?.name ?? id.slice(0, 12);
  const word = label.toLowerCase();
  return (
    <>
      {chosen.map((id) => (
        <button
          key={id}
          type="button"
          class="reveal"
          aria-pressed="true"
          aria-label={`${nameOf(id)}: do not show any more`}
          onClick={() => onChoose(chosen.filter((one) => one !== id))}
        >
          {nameOf(id)}
        </button>
      ))}
      {others.length > 0 && chosen.length < MOST_CHOSEN && (
        <Pick
          label={label}
          all={chosen.length === 0 ? `Choose a ${word}` : `Add a ${word}`}
          options={others.map(({ id, name, host }) => [id, host === 'local' ? name : `${name} (${host})`] as const)}
          chosen={undefined}
          onChange={(id) => id !== undefined && onChoose([...chosen, id])}
        />
      )}
    </>
  );
}
