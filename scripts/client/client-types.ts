// Writes what an OpenAPI document says of an API as TypeScript types: a type for each schema that has a name, and one that has every operation by its method and path.
import { commentOf, keyOf, type Member, membersType, type Schema, typeOfSchema } from './type-of-schema.ts';

export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface Operation {
  readonly summary: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, Response>>;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

interface Response {
  /** Of a refusal, which every operation may answer. */
  readonly $ref?: string;
  readonly content?: Content;
}

type Content = Readonly<Record<string, MediaType>>;

interface MediaType {
  readonly schema: Schema;
  readonly 'x-events'?: Readonly<Record<string, Schema>>;
}

/** @param head stands above it all, as a comment */
export function clientTypes({ paths, components }: ApiDocument, head: string): string {
  const named = Object.entries(components.schemas).map(([name, schema]) => namedType(name, schema));
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => operationMember(`${method.toUpperCase()} ${path}`, operation)),
  );
  const all = `/** Every operation of the API: what it takes, and what it answers by status, or as a stream of events. */\nexport interface Operations {\n${operations.join('')}}\n`;
  return [`// ${head}\n`, ...named, all].join('\n').replace(/ +\n/g, '\n');
}

function namedType(name: string, schema: Schema): string {
  const type = typeOfSchema(schema);
  const isInterface = type.startsWith('{');
  return `${commentOf(schema.description, '')}export ${isInterface ? `interface ${name} ${type}` : `type ${name} = ${type};`}\n`;
}

function operationMember(name: string, { summary, parameters, requestBody, responses }: Operation): string {
  const body = requestBody?.content['application/json'];
  const parts = [
    ...parametersMember('path', parameters),
    ...parametersMember('query', parameters),
    ...(body ? [`readonly body${requestBody?.required ? '' : '?'}: ${typeOfSchema(body.schema, DEEPER)};`] : []),
    ...answerMember(responses),
  ];
  return `${commentOf(summary, '  ')}  readonly ${keyOf(name)}: {\n${parts.map((part) => `${DEEPER}${part}\n`).join('')}  };\n`;
}

const DEEPER = '    ';

function parametersMember(where: 'path' | 'query', parameters: readonly Parameter[]): readonly string[] {
  const members = parameters
    .filter((one) => one.in === where)
    .map((one): Member => ({ ...one, isOptional: !one.required }));
  if (members.length === 0) return [];
  return [
    `readonly ${where}${members.every(({ isOptional }) => isOptional) ? '?' : ''}: ${membersType(members, DEEPER)};`,
  ];
}

function answerMember(responses: Operation['responses']): readonly string[] {
  const own = Object.entries(responses).filter(([, { $ref }]) => $ref === undefined);
  const events = own.map(([, { content }]) => content?.['text/event-stream']?.['x-events']).find((one) => one);
  const members = Object.entries(events ?? {}).map(([name, schema]): Member => ({ name, schema, isOptional: false }));
  if (events) return [`readonly events: ${membersType(members, DEEPER)};`];
  const answers = own.map(([status, { content }]) => `${DEEPER}  readonly ${status}: ${answerType(content)};\n`);
  return [`readonly answers: {\n${answers.join('')}${DEEPER}};`];
}

function answerType(content: Content | undefined): string {
  if (content === undefined) return 'undefined';
  const [media] = Object.values(content);
  if (media === undefined) throw new Error('An answer with a content has no media type.');
  return typeOfSchema(media.schema, `${DEEPER}  `);
}
