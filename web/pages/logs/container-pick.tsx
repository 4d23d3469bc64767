import type { Container } from '../../api/shapes.ts';
import { Pick } from '../../parts/pick.tsx';

export interface ContainerPickProps {
  readonly containers: readonly Container[];
  readonly chosen: readonly string[];
  readonly onChoose: (ids: readonly string[]) => void;
  readonly most: number;
}

/** Whose lines are shown: one more by the list, one less by its name. */
export function ContainerPick({ containers, chosen, onChoose, most }: ContainerPickProps) {
  const others = containers.filter(({ id }) => !chosen.includes(id));
  const nameOf = (id: string): string => containers.find((one) => one.id === id)?.name ?? id;
  return (
    <div class="filters">
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
      {others.length > 0 && chosen.length < most && (
        <Pick
          label="Container"
          all={chosen.length === 0 ? 'Choose a container' : 'Add a container'}
          options={others.map(({ id, name, host }) => [id, host === 'local' ? name : `${name} (${host})`] as const)}
          chosen={undefined}
          onChange={(id) => id !== undefined && onChoose([...chosen, id])}
        />
      )}
    </div>
  );
}
