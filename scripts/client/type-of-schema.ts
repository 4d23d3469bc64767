// Writes a JSON Schema as a TypeScript type. It knows the keywords of which the API's document is made, and refuses others: a type that says less than its schema would go unseen.
export type Schema = Readonly<Record<string, unknown>>;

/** They narrow what a type says, which the server checks. */
const BEYOND_TYPES = ['format', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems'];
const SAID_ELSEWHERE = ['description', 'default'];
const WRITTEN = ['$ref', 'type', 'enum', 'const', 'anyOf', 'items', 'properties', 'required'];
const KNOWN = new Set([...BEYOND_TYPES, ...SAID_ELSEWHERE, ...WRITTEN, 'additionalProperties', 'propertyNames']);

const NAMED = '#/components/schemas/';
/** What stands before and behind a type fits into 120 characters with it. */
const WIDTH = 85;

/** On several lines where one would not hold it; the lines behind the first begin with `indent`. */
export function typeOfSchema(schema: Schema, indent = ''): string {
  const types = alternatives(schema, indent);
  const line = types.join(' | ');
  const isShort = line.length + indent.length < WIDTH || types.some((type) => type.includes('\n'));
  return isShort || types.length === 1 ? line : types.map((type) => `\n${indent}  | ${type}`).join('');
}

/** The types of which it is a union, each once. */
function alternatives(schema: Schema, indent: string): readonly string[] {
  const unknown = Object.keys(schema).filter((keyword) => !KNOWN.has(keyword));
  if (unknown.length > 0) throw new Error(`No type is known for "${unknown}" in ${JSON.stringify(schema)}`);
  if (typeof schema.$ref === 'string') return [nameIn(schema.$ref)];
  if (Array.isArray(schema.enum)) return schema.enum.map(literal);
  if ('const' in schema) return [literal(schema.const)];
  const { anyOf = [schema] } = schema;
  const many = Array.isArray(schema.type) ? schema.type.map((type) => ofType(type, schema)) : (anyOf as Schema[]);
  if (many[0] === schema) return [single(schema, indent)];
  return [...new Set(many.flatMap((one) => alternatives(one, indent)))];
}

/** What of a schema of several types is said of one of them. */
const ofType = (type: string, { properties, required, additionalProperties, items }: Schema): Schema => ({
  type,
  ...(type === 'object' ? present({ properties, required, additionalProperties }) : {}),
  ...(type === 'array' ? present({ items }) : {}),
});

const present = (fields: Schema): Schema =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

function single(schema: Schema, indent: string): string {
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type;
    case 'number':
    case 'integer':
      return 'number';
    case 'array':
      return arrayType(alternatives(schema.items as Schema, indent));
    case 'object':
      return objectType(schema, indent);
    case undefined:
      return 'unknown';
    default:
      throw new Error(`No type is known for ${JSON.stringify(schema)}`);
  }
}

const arrayType = (items: readonly string[]): string =>
  `readonly ${items.length > 1 ? `(${items.join(' | ')})` : items[0]}[]`;

function objectType({ properties = {}, required = [], ...schema }: Schema, indent: string): string {
  const fields = Object.entries(properties as Record<string, Schema>).map(([name, field]) => ({
    name,
    schema: field,
    isOptional: !(required as readonly string[]).includes(name),
  }));
  if (fields.length > 0) return membersType(fields, indent);
  const { additionalProperties: rest, propertyNames = { type: 'string' } } = schema;
  if (rest === false || rest === undefined) return 'Readonly<Record<string, never>>';
  const names = alternatives(propertyNames as Schema, indent).join(' | ');
  const record = `Readonly<Record<${names}, ${typeOfSchema(rest as Schema, indent)}>>`;
  // One of a closed set of names need not be there.
  return names === 'string' ? record : `Partial<${record}>`;
}

export interface Member {
  readonly name: string;
  readonly schema: Schema;
  readonly isOptional: boolean;
  readonly description?: unknown;
}

/** An object with these members, each with its description. */
export function membersType(members: readonly Member[], indent: string): string {
  const deeper = `${indent}  `;
  const lines = members.map(({ name, schema, isOptional, description = schema.description }) => {
    const type = typeOfSchema(schema, deeper);
    // Whoever has a value or none may say undefined: JSON and queries leave that out.
    const field = `readonly ${keyOf(name)}${isOptional ? '?' : ''}: ${type}${isOptional ? ' | undefined' : ''};`;
    return `${commentOf(description, deeper)}${deeper}${field}\n`;
  });
  return `{\n${lines.join('')}${indent}}`;
}

export const commentOf = (description: unknown, indent: string): string =>
  typeof description === 'string' ? `${indent}/** ${description.replaceAll('*/', '*\\/')} */\n` : '';

export const keyOf = (name: string): string => (/^[a-z_]\w*$/i.test(name) ? name : literal(name));

function nameIn(reference: string): string {
  if (!reference.startsWith(NAMED)) throw new Error(`No type is known for ${reference}`);
  return reference.slice(NAMED.length);
}

const literal = (value: unknown): string =>
  typeof value === 'string' ? `'${value.replace(/['\\]/g, '\\$&')}'` : JSON.stringify(value);
