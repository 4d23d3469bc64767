// The OpenAPI 3.1 document, made from the very schemas that check requests and replies.
import { z } from 'zod';
import type { AccessNeed } from '../../access/principal.ts';
import type { ErrorStatus } from '../errors/error-status.ts';
import type { Route } from '../route.ts';
import { SECURE_SESSION_COOKIE, SESSION_COOKIE } from '../session-cookie.ts';

const errorShape = z.object({
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
});

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

type Json = Record<string, unknown>;

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

export function openApiDocument(routes: readonly Route[], version: string): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route) };
  }
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
      responses: Object.fromEntries(
        Object.entries(REFUSALS).map(([status, description]) => [
          `Refused${status}`,
          { description, content: { 'application/json': { schema: toJsonSchema(errorShape, 'output') } } },
        ]),
      ),
    },
  };
}

/** One route as the document shows it. */
export function operation(route: Route): Operation {
  const { params, query, body, replies } = route.schemas;
  const refusals = Object.keys(REFUSALS).filter((status) => !(status in replies));
  return {
    operationId: `${route.method.toLowerCase()}${route.path.replace(/[^a-z]+(\w)?/gi, (_, first: string = '') => first.toUpperCase())}`,
    tags: [route.tag],
    summary: route.summary,
    security: SECURITY[route.access],
    parameters: [...parameters(params, 'path'), ...parameters(query, 'query')],
    ...(body
      ? { requestBody: { required: true, content: { 'application/json': { schema: toJsonSchema(body, 'input') } } } }
      : {}),
    responses: {
      ...Object.fromEntries(Object.entries(replies).map(([status, reply]) => [status, response(reply)])),
      ...Object.fromEntries(refusals.map((status) => [status, { $ref: `#/components/responses/Refused${status}` }])),
    },
  };
}

function response(reply: z.ZodType | 'empty' | 'text' | 'download' | 'stream'): Json {
  switch (reply) {
    case 'empty':
      return { description: 'Done' };
    case 'text':
      return { description: 'Text', content: { 'text/plain': { schema: { type: 'string' } } } };
    case 'download':
      return { description: 'A file', content: { '*/*': { schema: { type: 'string' } } } };
    case 'stream':
      return { description: 'Server-sent events', content: { 'text/event-stream': { schema: { type: 'string' } } } };
    default:
      return { description: 'Done', content: { 'application/json': { schema: toJsonSchema(reply, 'output') } } };
  }
}

function parameters(schema: z.ZodType | undefined, where: 'path' | 'query'): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = toJsonSchema(schema, 'input') as {
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

function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, target: 'draft-2020-12' });
  return rest;
}
