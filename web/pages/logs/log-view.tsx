import { useLayoutEffect, useRef } from 'preact/hooks';
import type { LineBuffer } from './line-buffer.ts';
import { LogLine } from './log-line.tsx';

export interface LogViewProps {
  readonly buffer: LineBuffer;
  readonly wraps: boolean;
  readonly inUtc: boolean;
  readonly namesContainer: boolean;
}

/** So far from the end somebody still reads at the end. */
const NEAR_PIXELS = 40;

/** The lines, the newest at the foot. It stays at the end until somebody scrolls up. */
export function LogView({ buffer, wraps, inUtc, namesContainer }: LogViewProps) {
  const frame = useRef<HTMLDivElement>(null);
  const { entries } = buffer.state.value;
  const isAtEnd = useRef(true);
  useLayoutEffect(() => {
    if (frame.current && isAtEnd.current) frame.current.scrollTop = frame.current.scrollHeight;
  }, [entries, wraps]);
  const look = (): void => {
    const { scrollTop = 0, scrollHeight = 0, clientHeight = 0 } = frame.current ?? {};
    isAtEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_PIXELS;
  };
  return (
    <div
      ref={frame}
      class="log-view"
      data-wraps={wraps}
      role="log"
      aria-label="Lines"
      aria-live="off"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
      tabIndex={0}
      onScroll={look}
    >
      <ol>
        {entries.map((entry) => (
          <LogLine key={entry.key} entry={entry} namesContainer={namesContainer} inUtc={inUtc} />
        ))}
      </ol>
      {entries.length === 0 && <p class="empty">No line yet.</p>}
    </div>
  );
}
