// A route is a value: what it is called, who may call it, what it takes and gives, and the function that does it. The same schemas
// check what comes in, drop from what goes out whatever they do not name, and become the OpenAPI document.
import { z } from 'zod';
import type { RequestOrigin } from '../access/audited.ts';
import type { AccessNeed, Principal } from '../access/principal.ts';
import { issueWords } from '../config/input/issue-words.ts';
import { TocsinError } from '../core/errors.ts';
import type { StreamFeed } from './event-stream.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** What is known of a request whatever its route. */
export interface RequestFacts {
  /** Present on every route that is not open. */
  readonly principal: Principal | undefined;
  readonly origin: RequestOrigin;
  readonly sessionToken: string | undefined;
  /** The id of the event up to which a client of a stream has received everything. */
  readonly lastEventId: string | undefined;
  /** Aborts when nobody waits for the answer any more: its client has it, or has gone. */
  readonly over: AbortSignal;
  /** How often what is sent here has been here already; 0 unless said. */
  readonly hops?: number;
}

export interface RawInput extends RequestFacts {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** What a route answers: JSON by its schema, or a text, or a file, or a stream of events; and what becomes of the session cookie. */
export interface RawReply {
  readonly status: number;
  readonly body?: unknown;
  readonly text?: { readonly type: string; readonly content: string };
  /** The next part is asked for when the client has taken those before it; a part that cannot be had breaks the connection off. */
  readonly download?: { readonly type: string; readonly fileName: string; readonly content: AsyncIterable<string> };
  readonly stream?: StreamFeed;
  readonly sessionCookie?: { readonly token: string; readonly maxAgeSeconds: number } | 'clear';
}

/** A stream of events, by their names, with the data of each as its sender has it: what goes out is not checked again. */
export interface StreamReply {
  readonly events: Readonly<Record<string, z.ZodType>>;
}

export type Reply = z.ZodType | 'empty' | 'text' | 'download' | StreamReply;
type ReplySchemas = Readonly<Record<number, Reply>>;
type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type ReplyTo<Schemas extends ReplySchemas> = {
  [Status in keyof Schemas & number]: Pick<RawReply, 'sessionCookie'> & {
    readonly status: Status;
  } & (Schemas[Status] extends z.ZodType
      ? { readonly body: z.input<Schemas[Status]> }
      : Schemas[Status] extends 'text'
        ? Required<Pick<RawReply, 'text'>>
        : Schemas[Status] extends 'download'
          ? Required<Pick<RawReply, 'download'>>
          : Schemas[Status] extends StreamReply
            ? Required<Pick<RawReply, 'stream'>>
            : unknown);
}[keyof Schemas & number];

export interface RouteText {
  readonly method: Method;
  /** As in OpenAPI: `/api/users/{id}`. It is also the `endpoint` label of metrics and logs. */
  readonly path: `/${string}`;
  readonly access: AccessNeed;
  readonly tag: string;
  readonly summary: string;
  /** Called so often, by machines, that it is logged at debug only. */
  readonly quiet?: boolean;
}

export interface Route extends RouteText {
  readonly schemas: {
    readonly params?: z.ZodType | undefined;
    readonly query?: z.ZodType | undefined;
    readonly body?: z.ZodType | undefined;
    readonly replies: ReplySchemas;
  };
  /** Checks what came in, does the work, and gives out only what the reply's schema names. */
  run(input: RawInput): Promise<RawReply>;
}

/** Does it go on for as long as its client takes what comes: as a file, or a stream? */
export function goesOn({ schemas }: Route): boolean {
  const reply = schemas.replies[200];
  return reply === 'download' || (typeof reply === 'object' && !(reply instanceof z.ZodType));
}

/** Who stands there when the guard let a request through to a route with this need. */
export type Admitted<Need extends AccessNeed> = Need extends 'open'
  ? Principal | undefined
  : Need extends 'session'
    ? Extract<Principal, { kind: 'user' }>
    : Principal;

interface RouteSpec<Need extends AccessNeed, Params, Query, Body, Replies extends ReplySchemas> extends RouteText {
  readonly access: Need;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly replies: Replies;
  handle(
    context: Omit<RequestFacts, 'principal'> & {
      readonly principal: Admitted<Need>;
      readonly params: Parsed<Params>;
      readonly query: Parsed<Query>;
      readonly body: Parsed<Body>;
    },
  ): Promise<ReplyTo<NoInfer<Replies>>>;
}

export function defineRoute<
  const Need extends AccessNeed,
  const Replies extends ReplySchemas,
  Params extends z.ZodType | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(spec: RouteSpec<Need, Params, Query, Body, Replies>): Route {
  const { params, query, body, replies, handle, ...text } = spec;
  return {
    ...text,
    schemas: { params, query, body, replies },
    async run(input) {
      const reply: RawReply = await handle({
        ...input,
        // The guard ran before: see guards/authentication.ts.
        principal: input.principal as Admitted<Need>,
        params: parse(params, input.params, 'path'),
        query: parse(query, input.query ?? {}, 'query'),
        body: parse(body, input.body, 'body'),
      });
      const schema = replies[reply.status];
      return schema instanceof z.ZodType ? { ...reply, body: schema.parse(reply.body) } : reply;
    },
  };
}

function parse<Schema extends z.ZodType | undefined>(
  schema: Schema | undefined,
  value: unknown,
  where: string,
): Parsed<Schema> {
  // The conditional type is decided by the very test that stands here, which the compiler cannot follow.
  if (schema === undefined) return refuseAny(value, where) as Parsed<Schema>;
  refuseTwice(value, where);
  const result = schema.safeParse(value ?? {}, { error: issueWords });
  if (result.success) return result.data as Parsed<Schema>;
  const details = result.error.issues
    .slice(0, 20)
    .map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  const [first, ...others] = details;
  const at = first?.path ? `"${first.path}" in the ${where}` : `the ${where}`;
  const more = others.length > 0 ? ` The details tell of ${others.length} more.` : '';
  throw new TocsinError('bad_request', `Not understood: ${at}: ${first?.message ?? 'invalid'}.${more}`, { details });
}

/** One that is given more than once comes as a list. */
function refuseTwice(value: unknown, where: string): void {
  if (where !== 'query' || typeof value !== 'object' || value === null) return;
  const path = Object.entries(value).find(([, given]) => Array.isArray(given))?.[0];
  if (path === undefined) return;
  throw new TocsinError('bad_request', `Not understood: "${path}" in the query: it is given more than once.`, {
    details: [{ path, message: 'it is given more than once' }],
  });
}

/** A route without a query or a body refuses one: a misspelt filter must not silently return everything. */
function refuseAny(value: unknown, where: string): undefined {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return undefined;
  const path = Object.keys(value)[0] ?? '';
  throw new TocsinError('bad_request', `Not understood: this route takes nothing in the ${where}.`, {
    details: [{ path, message: 'unknown' }],
  });
}
