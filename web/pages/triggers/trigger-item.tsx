import { useState } from 'preact/hooks';
import type { Trigger, TriggerHealth } from '../../api/shapes.ts';
import { Card } from '../../parts/card.tsx';
import { StatusMark } from '../../parts/marks/status-mark.tsx';
import { Moment } from '../../parts/moment.tsx';
import { useServices } from '../../services.ts';
import { channelLabel } from './edit/channels.ts';
import { answerOf } from './edit/test-button.tsx';
import { TrialAnswer, type TrialOutcome } from './trial-answer.tsx';
import { TriggerHealthFacts } from './trigger-health.tsx';
import { filterWords, triggerWords } from './trigger-words.ts';

export interface TriggerItemProps {
  readonly trigger: Trigger;
  readonly health: TriggerHealth | undefined;
  readonly isAdmin: boolean;
  readonly onEnabled: (enabled: boolean) => void;
  readonly onResume: () => void;
  readonly onDelete: () => void;
}

/** One trigger with its health, and what can be done with it. */
export function TriggerItem(props: TriggerItemProps) {
  const { trigger, health, isAdmin } = props;
  const { id, channel, filter, failing_since: failing } = trigger;
  const { status, words, why } = triggerWords(trigger);
  return (
    <Card title={trigger.name} aside={<StatusMark status={status} words={words} />}>
      <div class="trigger">
        <p>
          <span class="tag">{channelLabel(channel)}</span> {filterWords(filter)}
        </p>
        {why && (
          <p>
            {why}{' '}
            {failing !== null && (
              <span class="soft">
                Since <Moment at={failing} />
              </span>
            )}
          </p>
        )}
        <TriggerHealthFacts health={health} />
        <Actions {...props} />
        <p>
          <a href={`/deliveries?trigger_id=${id}`}>Deliveries</a>
          {!isAdmin && <span class="soft"> Only an administrator can change it.</span>}
        </p>
      </div>
    </Card>
  );
}

function Actions({ trigger, isAdmin, onEnabled, onResume, onDelete }: TriggerItemProps) {
  const { api } = useServices();
  const [outcome, setOutcome] = useState<TrialOutcome>('none');
  if (!isAdmin) return null;
  const test = async (): Promise<void> => {
    if (outcome === 'sending') return;
    setOutcome('sending');
    setOutcome(await answerOf(api.testTrigger(trigger.id)));
  };
  const { name, enabled, origin } = trigger;
  return (
    <>
      <div class="form-actions">
        <button
          type="button"
          aria-label={`Send a test: ${name}`}
          aria-disabled={outcome === 'sending'}
          onClick={() => void test()}
        >
          Send a test
        </button>
        {trigger.suspended_at !== null && (
          <button type="button" aria-label={`Resume: ${name}`} onClick={onResume}>
            Resume
          </button>
        )}
        {origin === 'yaml' ? (
          <span class="soft">Stands in the configuration file</span>
        ) : (
          <>
            <a class="button" aria-label={`Edit: ${name}`} href={`/triggers/${trigger.id}`}>
              Edit
            </a>
            <button
              type="button"
              aria-label={`${enabled ? 'Disable' : 'Enable'}: ${name}`}
              onClick={() => onEnabled(!enabled)}
            >
              {enabled ? 'Disable' : 'Enable'}
            </button>
            <button type="button" class="quiet danger" aria-label={`Delete: ${name}`} onClick={onDelete}>
              Delete
            </button>
          </>
        )}
      </div>
      <TrialAnswer outcome={outcome} />
    </>
  );
}
