import type { ComponentChildren } from 'preact';
import type { Trigger } from '../../../api/shapes.ts';
import { FieldFrame, type Wiring } from '../../../parts/form/field.tsx';
import { MoreFields } from '../../../parts/form/more-fields.tsx';
import type { ChannelField, ChannelForm } from './channels.ts';
import { clearName, configName, isFilled, REDACTED, shownValue } from './trigger-body.ts';

export interface ChannelFieldsProps {
  readonly channel: ChannelForm;
  /** What is stored of this channel; undefined when nothing is. */
  readonly config: Trigger['config'] | undefined;
}

/** The fields of one channel and of no other; those that few need are behind one line. */
export function ChannelFields({ channel, config = {} }: ChannelFieldsProps) {
  const extra = channel.fields.filter(({ isExtra }) => isExtra);
  const shown = (fields: readonly ChannelField[]): ComponentChildren =>
    fields.map((field) => <OneField key={`${channel.kind} ${field.name}`} field={field} config={config} />);
  return (
    <>
      {shown(channel.fields.filter(({ isExtra }) => !isExtra))}
      {extra.length > 0 && (
        <MoreFields
          key={channel.kind}
          title="More settings"
          names={extra.map(configName)}
          isFilled={extra.some((field) => isFilled(field, config))}
        >
          {shown(extra)}
        </MoreFields>
      )}
    </>
  );
}

interface OneFieldProps {
  readonly field: ChannelField;
  readonly config: Trigger['config'];
}

function OneField({ field, config }: OneFieldProps) {
  const isStored = field.kind === 'secret' && config[field.name] === REDACTED;
  if (field.kind === 'flag') return <Flag field={field} config={config} />;
  const label = field.isRequired ? field.label : `${field.label} (optional)`;
  return (
    <>
      <FieldFrame name={configName(field)} label={label} hint={field.hint}>
        {(wiring) => <Control field={field} config={config} wiring={wiring} isStored={isStored} />}
      </FieldFrame>
      {isStored && !field.isRequired && (
        <label class="check">
          <input type="checkbox" name={clearName(field)} value="yes" />
          <span>Remove the stored one</span>
        </label>
      )}
    </>
  );
}

function Flag({ field, config }: OneFieldProps) {
  return (
    <label class="check">
      <input type="checkbox" name={configName(field)} value="yes" defaultChecked={config[field.name] === true} />
      <span>{field.label}</span>
    </label>
  );
}

interface ControlProps extends OneFieldProps {
  readonly wiring: Wiring;
  readonly isStored: boolean;
}

function Control({ field, config, wiring, isStored }: ControlProps): ComponentChildren {
  const value = shownValue(field, config);
  const plain = { ...wiring, autocomplete: 'off', autocapitalize: 'none', spellcheck: false } as const;
  const required = field.isRequired === true && !isStored;
  switch (field.kind) {
    case 'secret':
      return (
        <input
          {...plain}
          type="password"
          autocomplete="new-password"
          required={required}
          placeholder={isStored ? 'Stored; leave it empty to keep it' : ''}
        />
      );
    case 'number':
      return <input {...plain} type="number" min="1" step="1" required={required} defaultValue={value} />;
    case 'long':
    case 'headers':
      return (
        <textarea
          {...plain}
          class="mono"
          rows={field.kind === 'long' ? 6 : 3}
          required={required}
          defaultValue={value}
        />
      );
    case 'choice':
      return (
        <select {...wiring}>
          {(field.options ?? []).map(([option, words]) => (
            <option key={option} value={option} selected={option === value}>
              {words}
            </option>
          ))}
        </select>
      );
    default:
      return <input {...plain} type="text" required={required} defaultValue={value} />;
  }
}
