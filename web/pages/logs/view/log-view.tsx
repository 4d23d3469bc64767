import { useId, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { showCount } from '../../../format/count.ts';
import { Empty } from '../../../parts/list/empty.tsx';
import type { Entry, LineBuffer } from '../line-buffer.ts';
import type { Zone } from '../zone/zone-choice.ts';
import { keptDrawings } from './kept-drawings.ts';
import { LogLine } from './log-line.tsx';
import { useFollowing } from './use-following.ts';
import { useLineSteps } from './use-line-steps.ts';

export interface LogViewProps {
  readonly buffer: LineBuffer;
  readonly wraps: boolean;
  readonly zone: Zone;
  readonly namesContainer: boolean;
  /** What the lines must have; empty: any. */
  readonly search: string;
  readonly onClearSearch: () => void;
  /** Somebody reads further up, or goes from line to line: none should move. */
  readonly onHeld: (held: boolean) => void;
  /** What waits is wanted, whyever it waits. */
  readonly onGoOn: () => void;
}

/** The lines, the newest at the foot. It stays at the end until somebody reads further up. */
export function LogView(props: LogViewProps) {
  const { buffer, wraps, zone, namesContainer, search, onClearSearch, onHeld, onGoOn } = props;
  const hintId = useId();
  const [frame, lines] = [useRef<HTMLDivElement>(null), useRef<HTMLOListElement>(null)];
  const { entries, waiting } = buffer.state.value;
  const { look, follow, goOn } = useFollowing(frame, lines, onHeld);
  // Several times a second lines come to thousands that stay as they are.
  const lineOf = useMemo(
    () =>
      keptDrawings((entry: Entry) => (
        <LogLine key={entry.key} entry={entry} namesContainer={namesContainer} zone={zone} />
      )),
    [namesContainer, zone],
  );
  useLineSteps(frame, lines, goOn);
  useLayoutEffect(() => {
    follow();
    look();
  }, [entries, wraps]);
  const showNewest = (): void => {
    onGoOn();
    goOn();
  };
  return (
    <>
      <div
        ref={frame}
        class="log-view"
        data-wraps={wraps}
        role="log"
        aria-label="Lines"
        aria-live="off"
        aria-describedby={hintId}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
        tabIndex={0}
      >
        <ol ref={lines}>{entries.map(lineOf)}</ol>
        {entries.length === 0 && <NoLine search={search} onClearSearch={onClearSearch} />}
      </div>
      <p id={hintId} class="log-hint">
        The arrow keys go from line to line, and on to its rules.
      </p>
      {waiting > 0 && (
        <button type="button" class="news log-news" onClick={showNewest}>
          {showCount(waiting, 'new line')}
        </button>
      )}
    </>
  );
}

function NoLine({ search, onClearSearch }: Pick<LogViewProps, 'search' | 'onClearSearch'>) {
  if (search === '') return <p class="empty">No line yet.</p>;
  return (
    <Empty title={`No line has “${search}”`}>
      <button type="button" onClick={onClearSearch}>
        Show all lines
      </button>
    </Empty>
  );
}
