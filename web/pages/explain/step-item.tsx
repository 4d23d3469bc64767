import { SeverityMark } from '../../parts/marks/severity-mark.tsx';
import { StatusMark } from '../../parts/marks/status-mark.tsx';
import { capturedWords, shownLine } from '../rules/edit/trial/shown-line.ts';
import type { ExplainedStep } from './load-explained.ts';
import { stepWords, triggerLines } from './step-words.ts';

export interface StepItemProps {
  readonly explained: ExplainedStep;
  readonly line: string;
}

/** One rule: its pattern, what it found in the line, and what becomes of that. */
export function StepItem({ explained: { step, rule, trial }, line }: StepItemProps) {
  const { status, words, why } = stepWords(step);
  const { suppressed } = step;
  return (
    <li>
      <div class="rule-head step">
        <p>
          <a href={`/rules/${step.rule_id}`}>{step.rule_name}</a> <SeverityMark severity={step.severity} />
        </p>
        {rule && (
          <code class="break">
            {rule.field !== null && `${rule.field}: `}
            {rule.pattern}
          </code>
        )}
        {rule?.exclude_pattern != null && step.excluded && (
          <p>
            <span class="soft">but not</span> <code class="break">{rule.exclude_pattern}</code>
          </p>
        )}
        <p class="soft">
          {why}
          {suppressed !== null && suppressed > 0 && ` ${suppressed} hits were held back before it.`}
        </p>
        {rule && trial && <Found field={rule.field} trial={trial} line={line} />}
        {triggerLines(step).map((text) => (
          <p key={text}>{text}</p>
        ))}
      </div>
      <StatusMark status={status} words={words} />
    </li>
  );
}

interface FoundProps {
  readonly field: string | null;
  readonly trial: NonNullable<ExplainedStep['trial']>;
  readonly line: string;
}

/** What the pattern saw, with what it matched marked, and what its groups hold. */
function Found({ field, trial, line }: FoundProps) {
  const { field_value: value } = trial;
  if (field !== null && value === null) return <p>The line has no such field.</p>;
  const { before, match, after } = shownLine(value ?? line, trial);
  const captured = capturedWords(trial);
  return (
    <>
      <p>
        {field !== null && <span class="soft">{field} = </span>}
        <code class="break">
          {before}
          {match !== '' && <mark>{match}</mark>}
          {after}
        </code>
      </p>
      {captured !== '' && <p class="soft break">{captured}</p>}
    </>
  );
}
