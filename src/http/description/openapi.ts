// The OpenAPI 3.1 document, made from the very schemas that check requests and replies.
import { z } from 'zod';
import type { AccessNeed } from '../../access/principal.ts';
import type { ErrorStatus } from '../errors/error-status.ts';
import { closingEvent } from '../event-stream.ts';
import type { Reply, Route } from '../route.ts';
import { SECURE_SESSION_COOKIE, SESSION_COOKIE } from '../session-cookie.ts';
import { type Json, type SchemaBook, schemaBook } from './schema-book.ts';

const refusal = z
  .object({
    error: z.object({
      code: z.string(),
      message: z.string(),
      details: z.array(
        z.object({
          path: z.string(),
          message: z.string(),
          position: z.number().optional().meta({ description: 'Where in the text of the field: UTF-16 code units.' }),
        }),
      ),
    }),
  })
  .meta({ id: 'Refusal' });

const SECURITY: Readonly<Record<AccessNeed, readonly Record<string, readonly string[]>[]>> = {
  open: [],
  read: [{ session: [] }, { token: ['read'] }],
  admin: [{ session: ['admin'] }, { token: ['admin'] }],
  ingest: [{ session: ['admin'] }, { token: ['ingest'] }],
  session: [{ session: [] }],
};

const REFUSALS: Readonly<Record<ErrorStatus, string>> = {
  400: 'Malformed',
  401: 'Nobody is logged in',
  403: 'Not allowed',
  404: 'Not found',
  408: 'Too slow',
  409: 'Conflict',
  413: 'Too large',
  422: 'Well-formed, but refused',
  429: 'Too many; see Retry-After',
  431: 'Headers too large',
  500: 'A fault of this server',
  503: 'Not possible just now',
};

export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly security: (typeof SECURITY)[AccessNeed];
  readonly parameters: readonly Json[];
  readonly requestBody?: Json;
  /** By status; the refusals that every route has in common are references. */
  readonly responses: Readonly<Record<string, Json>>;
}

/** The routes as the document shows them, in their order, and the schemas that they refer to. */
export interface DescribedApi {
  readonly operations: ReadonlyMap<Route, Operation>;
  readonly refusals: Readonly<Record<string, Json>>;
  readonly schemas: Readonly<Record<string, Json>>;
}

export function describeApi(routes: readonly Route[]): DescribedApi {
  const book = schemaBook();
  const operations = new Map(routes.map((route) => [route, operation(route, book)]));
  const schema = book.schemaOf(refusal, 'output');
  const refusals = Object.entries(REFUSALS).map(([status, description]) => [
    `Refused${status}`,
    { description, content: { 'application/json': { schema } } },
  ]);
  return { operations, refusals: Object.fromEntries(refusals), schemas: book.named() };
}

export function openApiDocument({ operations, refusals, schemas }: DescribedApi, version: string): Json {
  const paths: Record<string, Json> = {};
  for (const [{ path, method }, shown] of operations) paths[path] = { ...paths[path], [method.toLowerCase()]: shown };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tocsin',
      version,
      description: 'Watches logs, raises events, delivers them. Times are RFC 3339 in UTC, ids are strings.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
    components: {
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: SESSION_COOKIE,
          description: `\`${SECURE_SESSION_COOKIE}\` over TLS`,
        },
        token: { type: 'http', scheme: 'bearer', description: 'An API token, tcs_…' },
      },
      responses: refusals,
      schemas,
    },
  };
}

function operation(route: Route, book: SchemaBook): Operation {
  const { params, query, body, replies } = route.schemas;
  const refusals = Object.keys(REFUSALS).filter((status) => !(status in replies));
  return {
    operationId: `${route.method.toLowerCase()}${route.path.replace(/[^a-z]+(\w)?/gi, (_, first: string = '') => first.toUpperCase())}`,
    tags: [route.tag],
    summary: route.summary,
    security: SECURITY[route.access],
    parameters: [...parameters(params, 'path', book), ...parameters(query, 'query', book)],
    ...(body ? { requestBody: requestBody(body, book) } : {}),
    responses: {
      ...Object.fromEntries(Object.entries(replies).map(([status, reply]) => [status, response(reply, book)])),
      ...Object.fromEntries(refusals.map((status) => [status, { $ref: `#/components/responses/Refused${status}` }])),
    },
  };
}

/** A request without a body counts as one with an empty object. */
function requestBody(body: z.ZodType, { schemaOf }: SchemaBook): Json {
  const required = !body.safeParse({}).success;
  return { required, content: { 'application/json': { schema: schemaOf(body, 'input') } } };
}

function response(reply: Reply, { schemaOf }: SchemaBook): Json {
  if (reply === 'empty') return { description: 'Done' };
  if (reply === 'text') return { description: 'Text', content: { 'text/plain': { schema: { type: 'string' } } } };
  if (reply === 'download') return { description: 'A file', content: { '*/*': { schema: { type: 'string' } } } };
  if (reply instanceof z.ZodType)
    return { description: 'Done', content: { 'application/json': { schema: schemaOf(reply, 'output') } } };
  const events = Object.entries({ ...reply.events, closing: closingEvent }).map(([name, data]) => [
    name,
    schemaOf(data, 'output'),
  ]);
  return {
    description: 'Server-sent events; `x-events` has each by its name, with the schema of its data, which is JSON',
    content: { 'text/event-stream': { schema: { type: 'string' }, 'x-events': Object.fromEntries(events) } },
  };
}

function parameters(schema: z.ZodType | undefined, where: 'path' | 'query', { schemaOf }: SchemaBook): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...shape }]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: shape,
  }));
}
