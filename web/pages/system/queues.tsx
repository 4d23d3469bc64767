import type { SystemReport } from '../../api/shapes.ts';
import { Card, Facts } from '../../parts/card.tsx';
import { queueWords } from './queue-words.ts';

/** Everything that waits on this server, each with how much of it and what becomes of more. */
export function Queues({ system }: { readonly system: SystemReport }) {
  return (
    <Card title="What waits">
      <div class="queues">
        <Facts
          facts={queueWords(system.queues).map(({ name, words, note, href }) => ({
            name,
            value: (
              <>
                {href === undefined ? words : <a href={href}>{words}</a>} <small class="soft">{note}</small>
              </>
            ),
          }))}
        />
      </div>
    </Card>
  );
}
