// Datadog's intake of logs as it is documented: what it takes, how much of it, and what each entry is made of.
import type { TlsOptions } from 'node:tls';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { type Contract, Intake, type IntakeRequest, type Reply } from './intake.ts';

const MOST_BYTES = 5_000_000;
const LONGEST_ENTRY = 1_000_000;
const OLDEST_MS = 18 * 3_600_000;
const TAG = /^[a-z][\w./-]*:[\w:./-]{1,199}$/;

const entry = z.strictObject({
  message: z.string().min(1),
  ddsource: z.literal('tocsin'),
  service: z.literal('tocsin'),
  hostname: z.string().min(1),
  ddtags: z.string().refine((tags) => tags.split(',').every((tag) => TAG.test(tag)), 'tags'),
  status: z.enum(['debug', 'info', 'warn', 'error', 'critical']),
  timestamp: z.int(),
});

export type DatadogEntry = z.infer<typeof entry>;

export interface DatadogIntake {
  readonly intake: Intake;
  /** All that were taken, in their order. */
  readonly entries: readonly DatadogEntry[];
  /** Answers a request so, and takes those for which it says nothing. */
  but(replyTo: (entries: readonly DatadogEntry[]) => Reply | undefined): (request: IntakeRequest) => Reply;
}

export interface IntakeSettings {
  readonly now?: () => number;
  readonly tls?: TlsOptions;
}

/** Gone when the test ends. */
export async function startDatadogIntake(apiKey: string, settings: IntakeSettings = {}): Promise<DatadogIntake> {
  const { now = () => Date.now(), tls } = settings;
  const entries: DatadogEntry[] = [];
  const but: DatadogIntake['but'] = (replyTo) => (request) => {
    const given = z.array(entry).parse(JSON.parse(request.body));
    const reply = replyTo(given);
    if (reply !== undefined) return reply;
    entries.push(...given);
    return { status: 202, headers: { 'content-type': 'application/json' }, body: '{}' };
  };
  const contract: Contract = {
    faults: (request) => [...faultsOfHead(request, apiKey), ...faultsOfBody(request.body, now())],
    take: but(() => undefined),
  };
  const intake = new Intake(contract, tls);
  await intake.up();
  onTestFinished(() => intake.down());
  return { intake, entries, but };
}

function faultsOfHead({ path, headers }: IntakeRequest, apiKey: string): readonly string[] {
  return [
    ...(path === '/api/v2/logs' ? [] : [`the path is ${path}`]),
    ...(headers['content-type'] === 'application/json' ? [] : ['the type is not JSON']),
    ...(headers['dd-api-key'] === apiKey ? [] : ['the key is another one']),
  ];
}

function faultsOfBody(body: string, now: number): readonly string[] {
  const read = z.array(entry).min(1).max(1_000).safeParse(JSON.parse(body));
  if (!read.success) return [z.prettifyError(read.error)];
  return [
    ...(Buffer.byteLength(body) <= MOST_BYTES ? [] : ['the body is too large']),
    ...read.data.flatMap((one) => [
      ...(Buffer.byteLength(JSON.stringify(one)) <= LONGEST_ENTRY ? [] : ['an entry would be cut']),
      ...(now - one.timestamp <= OLDEST_MS ? [] : ['an entry is too old']),
    ]),
  ];
}
