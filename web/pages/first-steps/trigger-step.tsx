import { useState } from 'preact/hooks';
import { Card } from '../../parts/card.tsx';
import { TextField } from '../../parts/form/field.tsx';
import { Form, type FormValues } from '../../parts/form/form.tsx';
import { useServices } from '../../services.ts';
import { ChannelChoice } from '../triggers/edit/channel-choice.tsx';
import { ChannelFields } from '../triggers/edit/channel-fields.tsx';
import { TestButton } from '../triggers/edit/test-button.tsx';
import { bodyOf } from '../triggers/edit/trigger-body.ts';
import { useChannels } from '../triggers/edit/use-channels.ts';
import { savedWords } from './saved-words.ts';

/** The first trigger takes every event; a test shows that messages arrive. */
export function TriggerStep({ onDone }: { readonly onDone: () => void }) {
  const { api, notices } = useServices();
  const [channel, setChannel] = useState(useChannels()[0]);
  const save = async (values: FormValues): Promise<void> => {
    const { name } = await api.addTrigger(bodyOf(values, channel, undefined));
    // That it cannot be looked up is no reason to doubt what was saved.
    const hasEarlier = await api.events({ source: 'logscan' }).then(
      ({ items }) => items.length > 0,
      () => false,
    );
    notices.sayOnNextPage(savedWords(name, hasEarlier));
    onDone();
  };
  return (
    <div class="first-trigger">
      <Form action="Save, and done" onSubmit={save}>
        <Card title="Where events go" aside={<a href="/">Later</a>}>
          <div class="card-body">
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
