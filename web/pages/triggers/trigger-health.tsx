import type { TriggerHealth } from '../../api/shapes.ts';
import { Facts } from '../../parts/card.tsx';
import { Moment } from '../../parts/moment.tsx';
import { recentWords } from './trigger-words.ts';

/** Whether what goes through a trigger arrives. It takes the same room whatever is known. */
export function TriggerHealthFacts({ health }: { readonly health: TriggerHealth | undefined }) {
  const unknown = <span class="soft">Not known</span>;
  const until = health?.left_alone_until ?? null;
  return (
    <div class="trigger-health">
      <Facts
        facts={[
          {
            name: 'Last delivery',
            value: health ? <Moment at={health.last_delivered_at} never="None that is kept" /> : unknown,
          },
          { name: 'Lately', value: health ? recentWords(health.recent) : unknown },
          { name: 'Sending', value: health ? <Sending until={until} /> : unknown },
        ]}
      />
    </div>
  );
}

/** Every server process finds out for itself. */
function Sending({ until }: { readonly until: string | null }) {
  if (until === null) return <>Not paused</>;
  return (
    <>
      Paused by this server until <Moment at={until} />
    </>
  );
}
