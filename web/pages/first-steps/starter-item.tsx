import type { Backtest, StarterRule } from '../../api/shapes.ts';
import { showCount } from '../../format/count.ts';
import { SeverityMark } from '../../parts/marks/severity-mark.tsx';

export interface StarterItemProps {
  readonly rule: StarterRule;
  readonly found: Backtest['rules'][number] | undefined;
  readonly checked: boolean;
  readonly onCheck: (on: boolean) => void;
}

/** One rule to begin with: chosen or not, and what it would have raised. */
export function StarterItem({ rule, found, checked, onCheck }: StarterItemProps) {
  return (
    <li>
      <label>
        <input type="checkbox" checked={checked} onChange={(event) => onCheck(event.currentTarget.checked)} />
        <span>
          <strong>{rule.name}</strong> <SeverityMark severity={rule.severity} />
          <small class="hint">{rule.about}</small>
        </span>
      </label>
      <span class="starter-found">{found && found.events > 0 && showCount(found.events, 'event')}</span>
    </li>
  );
}
