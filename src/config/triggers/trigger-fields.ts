// What a trigger in a file may say: each field, and what its value must be.
import { MOST_IN_FILTER, MOST_TRIGGER_NAME_CHARACTERS } from '../../core/deliveries/trigger.ts';
import { SOURCE_NAME } from '../../core/events/source-name.ts';
import { SEVERITIES } from '../../core/severity.ts';
import { GIVEN_NAME_HINT, isGivenName } from '../../core/text/given-name.ts';
import { isRecord } from '../input/is-record.ts';
import { suggest } from '../suggestion.ts';

/** What a value must be, as the end of a sentence; undefined when it is that. */
type Fault = (value: unknown) => string | undefined;

const text: Fault = (value) => (typeof value === 'string' ? undefined : 'is a text; put it in quotes');
const anything: Fault = () => undefined;
const record: Fault = (value) => (isRecord(value) ? undefined : 'is a record of fields');
const truth: Fault = (value) => (typeof value === 'boolean' ? undefined : 'is true or false, without quotes');

const name: Fault = (value) => {
  if (typeof value !== 'string') return text(value);
  if (!isGivenName(value)) return `is ${GIVEN_NAME_HINT}`;
  const isTooLong = value.length > MOST_TRIGGER_NAME_CHARACTERS;
  return isTooLong ? `has at most ${MOST_TRIGGER_NAME_CHARACTERS} characters` : undefined;
};

function listOf(what: string, fits: (item: string) => boolean): Fault {
  return (value) => {
    const items = typeof value === 'string' ? splitList(value) : value;
    if (!Array.isArray(items)) return `is a list of ${what}`;
    if (items.length > MOST_IN_FILTER) return `has at most ${MOST_IN_FILTER} items`;
    const wrong: unknown = items.find((item) => typeof item !== 'string' || !fits(item));
    return wrong === undefined ? undefined : `is a list of ${what}, and ${JSON.stringify(wrong)} is none`;
  };
}

const isSeverity = (item: string): boolean => SEVERITIES.some((severity) => severity === item);

const FIELDS: Readonly<Record<string, Fault>> = {
  name,
  enabled: truth,
  channel: text,
  filter: record,
  config: record,
  action_secret: text,
  action_secret_file: text,
  // What an export of the API tells besides.
  id: anything,
  origin: anything,
  fault: anything,
  failing_since: anything,
  failing_lasts: anything,
  suspended_at: anything,
  suspension: anything,
  created_at: anything,
  updated_at: anything,
};

const FILTER_FIELDS: Readonly<Record<string, Fault>> = {
  severities: listOf(`severities (${SEVERITIES.join(', ')})`, isSeverity),
  sources: listOf('sources', (item) => SOURCE_NAME.test(item)),
  workload_ids: listOf('ids of workloads', (item) => item.length > 0 && item.length <= 100),
  message_regex: text,
};

/** What is wrong with a field, or undefined. An optional one without a value counts as absent. */
export const triggerFieldFault = (key: string, value: unknown): string | undefined => fault(FIELDS, key, value);
export const filterFieldFault = (key: string, value: unknown): string | undefined => fault(FILTER_FIELDS, key, value);

function fault(fields: Readonly<Record<string, Fault>>, key: string, value: unknown): string | undefined {
  const known = Object.hasOwn(fields, key) ? fields[key] : undefined;
  if (known === undefined) {
    const near = suggest(key, Object.keys(fields));
    return `there is no "${key}" here${near === undefined ? '' : `; did you mean "${near}"?`}`;
  }
  const wrong = value === null && key !== 'name' && key !== 'channel' ? undefined : known(value);
  return wrong === undefined ? undefined : `"${key}" ${wrong}`;
}

/** Items with commas between them, as the API takes them as well. */
export const splitList = (list: string): readonly string[] =>
  list
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
