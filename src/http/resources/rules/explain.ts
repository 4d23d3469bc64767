// Why a line would become an event, or would not: every rule in force, step by step.
import { z } from 'zod';
import { TocsinError } from '../../../core/errors.ts';
import { joinedTexts } from '../../../core/joining/joined-texts.ts';
import type { Joining } from '../../../core/joining/joining.ts';
import { STDERR, STDOUT, type StreamNumber } from '../../../core/lines/line-batch.ts';
import { type Stamp, stampOfTime } from '../../../core/lines/stamp.ts';
import type { ExplainedRule } from '../../../rules/judge/explain-line.ts';
import { HINDRANCES, type TriggerSnapshot } from '../../../triggers/plan/trigger-snapshot.ts';
import { defineRoute, type Route } from '../../route.ts';
import { severity, workloadId, writtenMoment } from '../shapes.ts';
import type { TriggerResources } from '../triggers/trigger-resources.ts';
import type { ContainerView } from '../watching/container-shapes.ts';
import type { CoverageSource } from '../watching/containers.ts';
import { type LineOpener, newestOf, opened, type WorkloadLines } from './lines-of-workload.ts';

/** A line that might come. */
export interface QuestionedLine {
  readonly workloadId: string;
  /** Where flood control is to stand as it does now; undefined where no container is meant. */
  readonly containerId: string | undefined;
  readonly text: Uint8Array;
  /** What it was taken out of. */
  readonly object?: Uint8Array | undefined;
  readonly stream: StreamNumber;
  /** Now unless said, or when the newest line came where that is later. */
  readonly at: Stamp | undefined;
}

export interface LineExplainer {
  /** In the order in which rules are asked; at which time the line counts is told with it. */
  explain(line: QuestionedLine): Promise<{ readonly at: number; readonly rules: readonly ExplainedRule[] }>;
}

const OUTCOMES = [
  'other_stream',
  'no_match',
  'excluded',
  'threshold',
  'muted',
  'cooldown',
  'rate_limit',
  'admitted',
] as const satisfies readonly ExplainedRule['outcome'][];

export const question = z
  .strictObject({
    line: z
      .string()
      .max(64 * 1024)
      .transform((text) => text.replace(/\r?\n$/, ''))
      .meta({
        description:
          'A line feed within it parts lines that were joined to one, and is seen as the rules of logs see it. Of a file whose lines are objects of JSON (`ndjson`) it may be given as it stands there.',
      }),
    workload_id: workloadId.optional(),
    container_id: z.string().min(1).max(128).optional().meta({
      description: 'The id of a container, or its beginning: flood control is asked as it stands there now.',
    }),
    stream: z.enum(['stdout', 'stderr']).default('stdout'),
    at: writtenMoment.optional().meta({
      description:
        'The line’s own time. Unless said now, or that of the newest line where its engine’s clock is ahead.',
    }),
  })
  .refine(
    ({ workload_id, container_id }) => (workload_id === undefined) !== (container_id === undefined),
    'give either workload_id or container_id',
  )
  .meta({ id: 'Question' });

export const explanation = z
  .object({
    workload_id: z.string(),
    container_id: z.string().nullable().meta({
      description:
        'The container in which flood control was asked; null where the workload has none: then as if no line had come before.',
    }),
    at: z.string(),
    lines: z.number().nullable().meta({
      description:
        'How many lines the log of this workload would make of those that were given, as its lines are joined: with more than one each would be judged by itself. Null where the workload has no container and no file.',
    }),
    has_object: z.boolean().nullable().meta({
      description:
        'Of a file whose lines are objects of JSON: whether the line was given as one. If not, rules with a field saw its text alone, and may say something else of the line in the file. Null for all other lines.',
    }),
    steps: z.array(
      z.object({
        rule_id: z.string(),
        rule_name: z.string(),
        severity,
        from: z.enum(['global', 'override', 'workload']),
        matched: z.boolean(),
        excluded: z.boolean(),
        outcome: z.enum(OUTCOMES).meta({
          description:
            '`other_stream`: it does not look at this stream. `admitted`: the line would be an event. Else the first reason against it.',
        }),
        suppressed: z.number().nullable().meta({ description: 'Of an event: how many hits were held back before it.' }),
        triggers: z
          .array(
            z.object({
              id: z.string(),
              name: z.string(),
              hindrance: z.enum(HINDRANCES).nullable().meta({
                description: 'Null: the event would go through it. Else the first reason against it.',
              }),
            }),
          )
          .nullable()
          .meta({ description: 'Where the event would go; null where there is none.' }),
      }),
    ),
  })
  .meta({ id: 'Explanation' });

export interface ExplainDeps extends WorkloadLines {
  readonly coverage: Pick<CoverageSource, 'container' | 'containers'>;
  readonly explainer: LineExplainer;
  readonly triggerResources: Pick<TriggerResources, 'book'>;
}

export function explainRoutes({ explainer, triggerResources, ...logs }: ExplainDeps): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/api/explain',
      access: 'read',
      tag: 'Rules',
      summary: 'What would become of a line now: each rule in force, with the reason. Nothing is remembered of it',
      body: question,
      replies: { 200: explanation },
      async handle({ body }) {
        const { workload, container } = await placeOf(body, logs);
        const containerId = container?.id;
        const opener = container && logs.openerOf(container);
        const { text, object } = opened(body.line, opener);
        const line = {
          ...{ workloadId: workload, containerId, text: Buffer.from(text) },
          object: object === undefined ? undefined : Buffer.from(object),
          stream: body.stream === 'stdout' ? STDOUT : STDERR,
          at: body.at === undefined ? undefined : stampOfTime(body.at),
        } as const;
        const { at, rules } = await explainer.explain(line);
        return {
          status: 200,
          body: {
            workload_id: workload,
            container_id: containerId ?? null,
            at: new Date(at).toISOString(),
            lines: container ? linesIn(body.line, logs.joiningOf(container), opener) : null,
            has_object: opener ? object !== undefined : null,
            steps: rules.map((rule) => shownStep(rule, line, triggerResources.book.current)),
          },
        };
      },
    }),
  ];
}

interface Place {
  readonly workload: string;
  readonly container: ContainerView | undefined;
}

function linesIn(text: string, joining: Joining | undefined, opener: LineOpener | undefined): number {
  const lines = text.split('\n').map((line) => opened(line, opener).text);
  return (joining ? joinedTexts(lines, joining) : lines).length;
}

/** Of a workload that is asked for by itself the container counts that was found last of those that are there. */
async function placeOf(
  { workload_id, container_id }: z.output<typeof question>,
  { coverage }: Pick<ExplainDeps, 'coverage'>,
): Promise<Place> {
  if (container_id !== undefined) {
    const container = await coverage.container(container_id);
    if (container === undefined)
      throw new TocsinError('not_found', 'No container with this id is known; GET /api/containers lists them.');
    return { workload: container.workload.id, container };
  }
  const workload = workload_id ?? '';
  return { workload, container: await newestOf({ coverage }, workload) };
}

function shownStep(
  { rule, from, outcome, suppressed, message = '' }: ExplainedRule,
  { workloadId: workload }: Pick<QuestionedLine, 'workloadId'>,
  triggers: TriggerSnapshot | undefined,
): z.input<typeof explanation>['steps'][number] {
  const { id, name, severity } = rule;
  const event = { source: 'logscan', severity, message, workloadId: workload, metadata: {} };
  const explained = outcome === 'admitted' ? triggers?.explain(event) : undefined;
  return {
    ...{ rule_id: id, rule_name: name, severity, from },
    matched: outcome !== 'other_stream' && outcome !== 'no_match',
    excluded: outcome === 'excluded',
    outcome,
    suppressed: suppressed ?? null,
    triggers:
      explained?.map(({ trigger, hindrance }) => ({
        ...{ id: trigger.id, name: trigger.name, hindrance: hindrance ?? null },
      })) ?? null,
  };
}
