import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { showClock, showTime } from '../../../format/time.ts';
import { browserClock } from '../../../live/browser-clock.ts';
import { Dialog } from '../../../parts/dialog.tsx';
import { Form } from '../../../parts/form/form.tsx';
import { type Zone, zonesLike } from './zone-choice.ts';

export interface ZoneDialogProps {
  readonly chosen: Zone;
  readonly onChoose: (zone: string) => void;
  readonly onClose: () => void;
}

/** Any zone that the browser knows, found by typing: Enter takes the first that is found, the arrow keys go to others. */
export function ZoneDialog({ chosen, onChoose, onClose }: ZoneDialogProps) {
  const [text, setText] = useState('');
  const [picked, setPicked] = useState(chosen);
  const found = useMemo(() => zonesLike(text), [text]);
  const marked = picked !== undefined && found.includes(picked) ? picked : text === '' ? undefined : found[0];
  const list = useRef<HTMLFieldSetElement>(null);
  useEffect(() => list.current?.querySelector(':checked')?.scrollIntoView({ block: 'nearest' }), [marked]);
  const use = async (): Promise<void> => {
    if (marked !== undefined) onChoose(marked);
  };
  return (
    <Dialog title="Time zone of the lines" onClose={onClose}>
      <Form action="Use" isAsking onSubmit={use} onCancel={onClose}>
        <input
          ref={beginHere}
          type="search"
          aria-label="Find a time zone"
          placeholder="A city or a region"
          autocomplete="off"
          spellcheck={false}
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
        <fieldset ref={list} class="zones">
          <legend class="for-ears">Time zones</legend>
          {found.map((zone) => (
            <label key={zone}>
              <input type="radio" name="zone" value={zone} checked={zone === marked} onChange={() => setPicked(zone)} />
              {zone.replaceAll('_', ' ')}
            </label>
          ))}
        </fieldset>
        <p class="soft zone-now" role="status">
          {found.length === 0 ? `No time zone has “${text.trim()}” in its name.` : nowIn(marked)}
        </p>
      </Form>
    </Dialog>
  );
}

/** The dialog, which opens a moment later, gives the focus to it. */
const beginHere = (input: HTMLInputElement | null): void => input?.setAttribute('autofocus', '');

/** `15:30:12 there now (GMT+9)` */
function nowIn(zone: Zone): string {
  if (zone === undefined) return 'None is chosen yet.';
  const now = browserClock.now();
  return `${showClock(now, zone)} there now (${showTime(new Date(now).toISOString(), zone)?.zone ?? ''})`;
}
