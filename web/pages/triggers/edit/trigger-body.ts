// From what stands in the form to what the server takes, and back.
import type { Severity } from '../../../../src/core/severity.ts';
import type { NewTrigger, Trigger } from '../../../api/shapes.ts';
import type { FormValues } from '../../../parts/form/form.tsx';
import { SEVERITIES } from '../../../parts/marks/severity-mark.tsx';
import type { ChannelField, ChannelForm } from './channels.ts';

/** How a stored secret reads, and what keeps it when it is written. */
export const REDACTED = '[redacted]';
/** What a field of the configuration is called in the form: the path by which the server speaks of it. */
export const configName = ({ name }: ChannelField): string => `config.${name}`;
export const severityName = (severity: Severity): string => `severity.${severity}`;
export const clearName = (field: ChannelField): string => `clear.${field.name}`;

/**
 * Everything as the form has it. What is empty is cleared (null), but for secrets: an empty one keeps what is stored, unless the person
 * wants it gone. Of another channel than before nothing is stored.
 */
export function bodyOf(values: FormValues, channel: ChannelForm, stored: Trigger | undefined): NewTrigger {
  const isSame = stored?.channel === channel.kind;
  const config = channel.fields.map((field) => {
    const value = fieldValue(field, values);
    const isKept = isSame && field.kind === 'secret' && value === null && stored.config[field.name] === REDACTED;
    return [field.name, isKept && values[clearName(field)] === undefined ? REDACTED : value] as const;
  });
  const words = (values['filter.sources'] ?? '').split(/[\s,]+/).filter((word) => word !== '');
  const workload = values['filter.workload_ids'] ?? '';
  return {
    name: values.name ?? '',
    channel: channel.kind,
    filter: {
      severities: SEVERITIES.filter((severity) => values[severityName(severity)] !== undefined),
      sources: words,
      workload_ids: workload === '' ? [] : workload.split(','),
      message_regex: values['filter.message_regex'] || null,
    },
    config: Object.fromEntries(config.filter(([, value]) => stored !== undefined || value !== null)),
  };
}

function fieldValue({ kind, name }: ChannelField, values: FormValues): unknown {
  const text = values[`config.${name}`] ?? '';
  if (kind === 'flag') return text !== '';
  if (text.trim() === '') return null;
  if (kind === 'number') return Number(text);
  if (kind === 'list')
    return text
      .split(/[\n,]/)
      .map((one) => one.trim())
      .filter((one) => one !== '');
  if (kind === 'headers') return headersIn(text);
  return kind === 'long' ? text : text.trim();
}

/** `Name: value`, one a line. A line without a colon is given as it is, and the server says what is wrong with it. */
function headersIn(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return colon < 0 ? [line.trim(), ''] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    }),
  );
}

/** What a field shows when the editor opens; nothing of a secret. */
export function shownValue({ kind, name }: ChannelField, config: Trigger['config']): string {
  const value = config[name];
  if (value === undefined || value === null || kind === 'secret') return '';
  if (kind === 'headers' && typeof value === 'object')
    return Object.entries(value)
      .map(([header, text]) => `${header}: ${text}`)
      .join('\n');
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/** Whether something of it is stored that is not what an empty field means. */
export function isFilled({ name, options }: ChannelField, config: Trigger['config']): boolean {
  const value = config[name];
  if (value === undefined || value === null || value === false || value === '') return false;
  if (typeof value === 'object') return Object.keys(value).length > 0;
  return value !== options?.[0]?.[0];
}
