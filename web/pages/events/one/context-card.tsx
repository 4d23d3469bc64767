import type { LineContext } from '../../../api/shapes.ts';
import { showClock, showTime } from '../../../format/time.ts';
import { useOnce } from '../../../live/use-once.ts';
import { Card } from '../../../parts/card.tsx';
import { Message } from '../../../parts/message.tsx';
import { useServices } from '../../../services.ts';
import { ColouredText } from '../../logs/view/coloured-text.tsx';

type Line = LineContext['lines'][number];

/** The line that an event came from, among those before and behind it, as its engine or its files still have them. It stands last on its page: it comes later than all else. */
export function ContextCard({ eventId }: { readonly eventId: string }) {
  const { api } = useServices();
  const { value, fault } = useOnce((signal) => api.eventContext(eventId, signal));
  return (
    <Card title="Around it">
      <div class="context" aria-busy={value === undefined && fault === undefined}>
        {fault && <Message kind="bad">{fault.message}</Message>}
        {value === undefined && fault === undefined && <p class="empty">Reading its log</p>}
        {value && value.state !== 'found' && <p class="empty">{value.why}</p>}
        {value?.state === 'found' && (
          <ol>
            {value.lines.map((line, at) => (
              // Equal lines are told apart by their place alone.
              <OneLine key={`${at} ${line.at}`} line={line} />
            ))}
          </ol>
        )}
        {value?.state === 'found' && value.why !== null && <p class="soft">{value.why}</p>}
      </div>
    </Card>
  );
}

function OneLine({ line }: { readonly line: Line }) {
  return (
    <li data-hit={line.is_event} data-stream={line.stream} aria-current={line.is_event ? 'true' : undefined}>
      <time dateTime={line.at} title={showTime(line.at)?.exact}>
        {showClock(Date.parse(line.at))}
      </time>
      <code>
        <ColouredText text={line.text} />
        {line.truncated && <span class="soft"> … (longer)</span>}
      </code>
      {line.is_event && <span class="tag">This event</span>}
    </li>
  );
}
