// One trigger: what it takes, through which channel, and a test that sends the real message.
import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso/router';
import type { NewTrigger, Trigger } from '../../../api/shapes.ts';
import type { Api } from '../../../api/tocsin-api.ts';
import { useOnce } from '../../../live/use-once.ts';
import { Card } from '../../../parts/card.tsx';
import { TextField } from '../../../parts/form/field.tsx';
import { Form, type FormValues, valuesOf } from '../../../parts/form/form.tsx';
import { Message } from '../../../parts/message.tsx';
import { Page } from '../../../parts/page.tsx';
import { useServices } from '../../../services.ts';
import { useMe } from '../../me.ts';
import { createOwnChange } from '../../own-change.ts';
import { useWayOn } from '../../use-way-on.ts';
import { ChannelChoice } from './channel-choice.tsx';
import { ChannelFields } from './channel-fields.tsx';
import { FilterFields } from './filter-fields.tsx';
import { PreviewButton } from './preview-button.tsx';
import { TestButton } from './test-button.tsx';
import { bodyOf } from './trigger-body.ts';
import { useChannels } from './use-channels.ts';

const NEW = 'new';

export function TriggerPage() {
  const id = useRoute().params.id ?? NEW;
  // Another trigger is another page.
  return <OneTrigger key={id} id={id} />;
}

function OneTrigger({ id }: { readonly id: string }) {
  const { isAdmin } = useMe();
  const { api } = useServices();
  const { value: stored, fault } = useOnce(id === NEW ? undefined : (signal) => api.trigger(id, signal));
  const title = id === NEW ? 'New trigger' : (stored?.name ?? 'Trigger');
  if (fault) return <Page title={title}>{<Message kind="bad">{fault.message}</Message>}</Page>;
  if (id !== NEW && stored === undefined) return <Page title={title} />;
  const why = whyNot(isAdmin, stored);
  return (
    <Page title={title} lead="Which events go where.">
      {why === undefined ? <Editor stored={stored} /> : <Message kind="warn">{why}</Message>}
    </Page>
  );
}

function whyNot(isAdmin: boolean, stored: Trigger | undefined): string | undefined {
  if (!isAdmin) return 'Only an administrator can change triggers.';
  if (stored?.origin === 'yaml') return 'This trigger stands in the configuration file, and is changed there.';
  return undefined;
}

function Editor({ stored }: { readonly stored: Trigger | undefined }) {
  const { api } = useServices();
  const wayOn = useWayOn();
  const { route } = useLocation();
  const channels = useChannels();
  const [channel, setChannel] = useState(channels.find(({ kind }) => kind === stored?.channel) ?? channels[0]);
  const inside = useRef<HTMLDivElement>(null);
  const [change] = useState(() => stored && ownChange(api, stored));
  const opened = useRef<NewTrigger | undefined>(undefined);
  useEffect(() => {
    const form = inside.current?.closest('form');
    if (form) opened.current = bodyOf(valuesOf(form), channel, stored);
  }, []);
  const save = async (values: FormValues): Promise<void> => {
    const body = bodyOf(values, channel, stored);
    const saved = change ? await change(opened.current ?? body, body) : await api.addTrigger(body);
    wayOn(`“${saved.name}” was saved.`, () => route('/triggers'));
  };
  return (
    <Form action="Save" onSubmit={save} onCancel={() => route('/triggers')}>
      <div ref={inside} class="columns">
        <Card title="How">
          <div class="card-body">
            <TextField name="name" label="Name" maxLength={100} value={stored?.name} />
            <ChannelChoice chosen={channel} onChoose={setChannel} />
            <ChannelFields channel={channel} config={channel.kind === stored?.channel ? stored.config : undefined} />
            <TestButton
              body={(values) => ({ ...bodyOf(values, channel, stored), ...(stored && { trigger_id: stored.id }) })}
            />
          </div>
        </Card>
        <Card title="Which events">
          <div class="card-body">
            <FilterFields filter={stored?.filter} />
            <PreviewButton filter={(values) => bodyOf(values, channel, stored).filter} />
          </div>
        </Card>
      </div>
    </Form>
  );
}

const ownChange = (api: Api, stored: Trigger) =>
  createOwnChange<Trigger, NewTrigger>({
    stored,
    read: () => api.trigger(stored.id),
    change: (own) => api.changeTrigger(stored.id, own),
  });
