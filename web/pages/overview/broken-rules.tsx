import type { RuleStats } from '../../api/shapes.ts';
import { Card } from '../../parts/card.tsx';
import { StatusMark } from '../../parts/marks/status-mark.tsx';

type RuleError = RuleStats['last_compile_errors'][number];

const ORIGIN_WORDS: Readonly<Record<string, string>> = {
  api: 'made through the API',
  yaml: 'in the configuration file',
  label: 'in a label of a container',
};

/** Rules that somebody counts on and that are not in force as they are written; nothing while there are none. */
export function BrokenRules({ errors }: { readonly errors: readonly RuleError[] }) {
  if (errors.length === 0) return null;
  return (
    <Card title="Rules not in force" aside={<StatusMark status="degraded" />}>
      <ul class="checks broken-rules">
        {errors.map((error) => (
          <li key={`${error.rule_id} ${error.field}`}>
            <strong>{error.rule_name}</strong>
            <div>
              <p>{error.message}</p>
              <p class="soft">{whereOf(error)}</p>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function whereOf({ origin, field, position }: RuleError): string {
  const place = position === null ? '' : `, at character ${position + 1}`;
  const part = field === null ? '' : `${field.replaceAll('_', ' ')}${place}; `;
  return `${part}${ORIGIN_WORDS[origin] ?? origin}`;
}
