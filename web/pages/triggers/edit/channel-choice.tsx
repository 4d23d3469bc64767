import { useId } from 'preact/hooks';
import type { ChannelForm } from './channels.ts';
import { useChannels } from './use-channels.ts';

export interface ChannelChoiceProps {
  readonly chosen: ChannelForm;
  readonly onChoose: (channel: ChannelForm) => void;
}

/** The way that messages take; the fields below are those of the chosen one. */
export function ChannelChoice({ chosen, onChoose }: ChannelChoiceProps) {
  const id = useId();
  const channels = useChannels();
  const choose = (kind: string): void => {
    const channel = channels.find((one) => one.kind === kind);
    if (channel) onChoose(channel);
  };
  return (
    <div class="field">
      <label for={id}>Channel</label>
      <select id={id} value={chosen.kind} onChange={(event) => choose(event.currentTarget.value)}>
        {channels.map(({ kind, label }) => (
          <option key={kind} value={kind}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}
