import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { asApiError } from '../../api/api-error.ts';
import { showCount } from '../../format/count.ts';
import { Card } from '../../parts/card.tsx';
import { TextField } from '../../parts/form/field.tsx';
import { Form, type FormValues } from '../../parts/form/form.tsx';
import { useServices } from '../../services.ts';
import { ChannelChoice } from '../triggers/edit/channel-choice.tsx';
import { ChannelFields } from '../triggers/edit/channel-fields.tsx';
import { TestButton } from '../triggers/edit/test-button.tsx';
import { bodyOf } from '../triggers/edit/trigger-body.ts';
import { useChannels } from '../triggers/edit/use-channels.ts';
import { useWayOn } from '../use-way-on.ts';
import { createBeginWatching } from './begin-watching.ts';
import { begunWords } from './begun-words.ts';
import { chosenRules } from './chosen-rules.ts';
import { createPutInForce } from './put-in-force.ts';
import { inForceWords } from './starter-words.ts';

/** The first trigger takes every event; a test shows that messages arrive. The rules that were chosen come into force with it. */
export function TriggerStep({ onDone }: { readonly onDone: () => void }) {
  const { api, preferences } = useServices();
  const wayOn = useWayOn();
  const [channel, setChannel] = useState(useChannels()[0]);
  const [begin] = useState(() => createBeginWatching(api));
  const chosen = preferences.starterRules.value;
  const save = async (values: FormValues): Promise<void> => {
    const rules = await chosenRules(api, chosen);
    // That it cannot be looked up is no reason to save nothing.
    const hasEarlier = await api.events({ source: 'logscan' }).then(
      ({ items }) => items.length > 0,
      () => false,
    );
    const begun = await begin((stored) => bodyOf(values, channel, stored), rules);
    preferences.finishFirstSteps();
    preferences.chooseStarterRules(undefined);
    wayOn(begunWords(begun.trigger.name, chosen && begun.rules, hasEarlier), onDone);
  };
  return (
    <div class="first-trigger">
      <Form action="Save, and done" onSubmit={save}>
        <Card title="Where events go" aside={chosen ? <RulesAlone names={chosen} /> : <a href="/">Later</a>}>
          <div class="card-body">
            {chosen && <p class="soft">{showCount(chosen.length, 'rule comes', 'rules come')} into force with it.</p>}
            <TextField name="name" label="Name" maxLength={100} value="Everything" />
            <ChannelChoice chosen={channel} onChoose={setChannel} />
            <ChannelFields channel={channel} config={undefined} />
            <TestButton body={(values) => bodyOf(values, channel, undefined)} />
          </div>
        </Card>
      </Form>
    </div>
  );
}

/** For whoever wants to see first what the rules find. */
function RulesAlone({ names }: { readonly names: readonly string[] }) {
  const { api, notices, preferences } = useServices();
  const { route } = useLocation();
  const wayOn = useWayOn();
  const [putInForce] = useState(() => createPutInForce(api));
  const [isBusy, setBusy] = useState(false);
  const put = async (): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    try {
      const said = inForceWords(await putInForce(await chosenRules(api, names)));
      wayOn(said, () => route('/'));
      preferences.chooseStarterRules(undefined);
    } catch (error) {
      notices.warn(asApiError(error).message);
      setBusy(false);
    }
  };
  return (
    <button type="button" class="quiet" aria-disabled={isBusy} onClick={() => void put()}>
      Only the rules for now
    </button>
  );
}
