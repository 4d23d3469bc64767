import { showClock, showTime } from '../../../format/time.ts';
import { plainText } from '../ansi.ts';
import { type Entry, isRemark } from '../line-buffer.ts';
import { suggestPattern } from '../suggest-pattern.ts';
import type { Zone } from '../zone/zone-choice.ts';
import { ColouredText } from './coloured-text.tsx';

export interface LogLineProps {
  readonly entry: Entry;
  /** Where there are several. */
  readonly namesContainer: boolean;
  readonly zone: Zone;
}

/** One line with its colours, and the rules that it matches. Nothing in it is ever taken for markup. The frame leads to it by keys: thousands of lines are no stops of their own. */
export function LogLine({ entry, namesContainer, zone }: LogLineProps) {
  if (isRemark(entry))
    return (
      <li class="log-remark" tabIndex={-1}>
        {entry.remark}
      </li>
    );
  const { at, container, stream, text, truncated, rules } = entry;
  const plain = plainText(text);
  const whole = showTime(at, zone);
  const rule = `/rules/new?${new URLSearchParams({ sample: plain.slice(0, 2_000), pattern: suggestPattern(plain) })}`;
  return (
    <li data-hit={rules.length > 0} data-stream={stream} tabIndex={-1}>
      <time dateTime={at} title={whole && `${whole.text} ${whole.zone} · ${whole.exact}`}>
        {showClock(Date.parse(at), zone)}
      </time>
      {namesContainer && <span class="log-container">{container}</span>}
      <code>
        <ColouredText text={text} />
        {truncated && <span class="soft"> … (longer)</span>}
      </code>
      {rules.map(({ id, name }) => (
        <a key={id} class="tag" href={`/rules/${id}`} tabIndex={-1} title={name}>
          {name}
        </a>
      ))}
      <a class="log-rule" href={rule} tabIndex={-1} aria-label="Make a rule from this line">
        Rule
      </a>
    </li>
  );
}
