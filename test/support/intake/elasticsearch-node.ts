// A node of Elasticsearch as its bulk API is documented: strict about the request, with the ids and the types of each index.
import type { TlsOptions } from 'node:tls';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { DynamicMapping } from './dynamic-mapping.ts';
import { Intake, type IntakeRequest, type Reply } from './intake.ts';

const MOST_BYTES = 10_000_000;
const PATH = '/_bulk?filter_path=errors,items.*.status,items.*.error.type,items.*.error.reason';
const INDEX = /^[a-z0-9][a-z0-9._-]*-\d{4}\.\d\d\.\d\d$/;

const action = z.strictObject({
  create: z.strictObject({ _index: z.string().regex(INDEX), _id: z.string().min(1).max(512) }),
});
const texts = z.record(z.string().regex(/^\w+$/), z.string());
const document = z.strictObject({
  '@timestamp': z.iso.datetime(),
  message: z.string().min(1),
  log: z.strictObject({ level: z.enum(['debug', 'info', 'warning', 'error', 'critical']), logger: z.string() }),
  event: z.strictObject({
    id: z.string(),
    action: z.string(),
    dataset: z.literal('tocsin.log'),
    module: z.literal('tocsin'),
  }),
  host: z.strictObject({ name: z.string() }),
  service: z.strictObject({ name: z.literal('tocsin'), version: z.string() }),
  error: texts.optional(),
  labels: texts,
});

export type EcsDocument = z.infer<typeof document>;

interface Operation {
  readonly index: string;
  readonly id: string;
  readonly document: EcsDocument;
}

/** What becomes of the line at a place in place of being taken. */
export type StatusAt = (place: number) => number | undefined;

export interface ElasticsearchNode {
  readonly intake: Intake;
  /** By index and id. */
  readonly documents: ReadonlyMap<string, EcsDocument>;
  /** Answers a request with these for some of its lines, and takes the others. */
  but(statusAt: StatusAt): (request: IntakeRequest) => Reply;
}

export interface NodeOptions {
  /** Undefined where anybody may write. */
  readonly authorization?: string | undefined;
  /** What the cluster holds; nodes that are given the same are one cluster. */
  readonly cluster?: Cluster;
  readonly tls?: TlsOptions;
}

export class Cluster {
  readonly documents = new Map<string, EcsDocument>();
  readonly #mappings = new Map<string, DynamicMapping>();

  /** The status of one line, and why it is refused. */
  create({ index, id, document: given }: Operation): { readonly status: number; readonly reason?: string } {
    const key = `${index}/${id}`;
    if (this.documents.has(key)) return { status: 409, reason: 'version conflict, document already exists' };
    const mapping = this.#mappings.get(index) ?? new DynamicMapping();
    this.#mappings.set(index, mapping);
    const reason = mapping.refusal(given);
    if (reason !== undefined) return { status: 400, reason: namingOf({ id }, reason) };
    this.documents.set(key, given);
    return { status: 201 };
  }
}

/** Gone when the test ends. */
export async function startElasticsearchNode(options: NodeOptions = {}): Promise<ElasticsearchNode> {
  const { authorization, cluster = new Cluster() } = options;
  const but = (statusAt: StatusAt) => (request: IntakeRequest) => {
    const items = operationsOf(request.body).map((operation, place) => {
      const status = statusAt(place);
      const said = `as the test says: ${status}`;
      const done = status === undefined ? cluster.create(operation) : { status, reason: namingOf(operation, said) };
      return { create: { status: done.status, ...(done.reason && { error: errorOf(done.status, done.reason) }) } };
    });
    const body = JSON.stringify({ errors: items.some(({ create }) => create.status >= 300), items });
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  };
  const faults = (request: IntakeRequest) => [...faultsOfHead(request, authorization), ...faultsOfBody(request.body)];
  const intake = new Intake({ faults, take: but(() => undefined) }, options.tls);
  await intake.up();
  onTestFinished(() => intake.down());
  return { intake, documents: cluster.documents, but };
}

const TYPES: Readonly<Record<number, string>> = {
  400: 'document_parsing_exception',
  403: 'security_exception',
  409: 'version_conflict_engine_exception',
};

/** A real one names the document in its reasons, so they are others for each line. */
const namingOf = ({ id }: Pick<Operation, 'id'>, reason: string): string => `${reason} (document ${id})`;

const errorOf = (status: number, reason: string) => ({
  type: TYPES[status] ?? 'other_exception',
  reason,
});

function faultsOfHead({ path, headers }: IntakeRequest, authorization: string | undefined): readonly string[] {
  return [
    ...(path === PATH ? [] : [`the path is ${path}`]),
    ...(headers['content-type'] === 'application/x-ndjson' ? [] : ['the type is not NDJSON']),
    ...(headers.authorization === authorization ? [] : [`the authorization is ${headers.authorization}`]),
  ];
}

function faultsOfBody(body: string): readonly string[] {
  if (!body.endsWith('\n')) return ['the last line has no end'];
  if (Buffer.byteLength(body) > MOST_BYTES) return ['the body is too large'];
  try {
    return operationsOf(body).flatMap(({ index, id, document: { '@timestamp': at, event, ...rest } }) => [
      ...(index.endsWith(at.slice(0, 10).replaceAll('-', '.')) ? [] : [`${at} is in the index ${index}`]),
      ...(event.id === id ? [] : ['the id is another one']),
      ...(JSON.parse(rest.message).event === event.action ? [] : ['the line is another one']),
    ]);
  } catch (error) {
    return [error instanceof z.ZodError ? z.prettifyError(error) : String(error)];
  }
}

function operationsOf(body: string): readonly Operation[] {
  const lines = body.slice(0, -1).split('\n');
  if (lines.length % 2 !== 0) throw new Error('an action has no document');
  return Array.from({ length: lines.length / 2 }, (_, pair) => {
    const { create } = action.parse(JSON.parse(lines[2 * pair] ?? ''));
    return { index: create._index, id: create._id, document: document.parse(JSON.parse(lines[2 * pair + 1] ?? '')) };
  });
}
