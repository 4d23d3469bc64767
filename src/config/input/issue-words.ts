// What is wrong with a value that somebody sent or wrote, in words that say what would be right. They never repeat the value, for it may be secret.
import type { z } from 'zod';
import { suggest } from '../suggestion.ts';

type Issue = Parameters<z.core.$ZodErrorMap>[0];
type Fault = z.core.$ZodIssue;

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

/** More names than these help nobody who looks for one. */
const LISTED_NAMES = 20;

/** For `safeParse(value, { error: issueWords })`; what a schema says of itself wins over it. */
export function issueWords(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'missing' : TYPES[issue.expected] && `must be ${TYPES[issue.expected]}`;
    case 'invalid_value': {
      const choice = issue.values.length > 1 ? `one of ${issue.values.join(', ')}` : String(issue.values[0]);
      return issue.input === undefined ? `missing; it is ${choice}` : `must be ${choice}`;
    }
    case 'too_small':
      return bound(issue.origin, issue.inclusive === false ? 'more than' : 'at least', issue.minimum);
    case 'too_big':
      return bound(issue.origin, issue.inclusive === false ? 'less than' : 'at most', issue.maximum);
    case 'invalid_format':
      return issue.format === 'datetime' ? 'must be a time such as 2027-01-31T06:00:00Z' : undefined;
    case 'unrecognized_keys':
      return unknownNames(issue.keys, namesOf(issue.inst));
    case 'invalid_union':
      return closest(issue.errors);
    default:
      return undefined;
  }
}

function bound(origin: string, relation: string, limit: number | bigint): string {
  if (origin === 'string' && Number(limit) === 1 && relation === 'at least') return 'must not be empty';
  if (origin === 'string') return `must have ${relation} ${limit} characters`;
  if (origin === 'array') return `must have ${relation} ${limit} items`;
  return `must be ${relation} ${limit}`;
}

function unknownNames(given: readonly string[], known: readonly string[]): string {
  const near = given.map((name) => suggest(name, known));
  const said = given.map((name, at) => `"${name}"${near[at] === undefined ? '' : ` (did you mean "${near[at]}"?)`}`);
  const isListed = known.length > 0 && known.length <= LISTED_NAMES && near.every((one) => one === undefined);
  return `there is no ${said.join(', ')}${isListed ? `; there is ${known.join(', ')}` : ''}`;
}

/** The names that the object may have. */
function namesOf(schema: Issue['inst']): readonly string[] {
  const definition = schema?._zod.def;
  const shape = definition && 'shape' in definition ? definition.shape : undefined;
  return typeof shape === 'object' && shape !== null ? Object.keys(shape) : [];
}

/** Of several forms that are allowed, what is wrong with the one that was meant; or the forms, when it is none of them. */
function closest(branches: readonly (readonly Fault[])[]): string | undefined {
  const meant = branches.filter((faults) => !faults.some(isOtherForm));
  if (meant.length > 0) return meant[0]?.[0]?.message;
  const forms = branches.flat().map(({ message }) => message.replace(/^must be /, ''));
  return forms.includes('missing') ? 'missing' : `must be ${[...new Set(forms)].join(' or ')}`;
}

const isOtherForm = ({ code, path }: Fault): boolean => code === 'invalid_type' && path.length === 0;
