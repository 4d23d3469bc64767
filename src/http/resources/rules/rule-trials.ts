// Rules that are tried on lines that somebody gives.
import { z } from 'zod';
import { TocsinError } from '../../../core/errors.ts';
import { type GivenText, joinedGiven } from '../../../core/joining/joined-texts.ts';
import { AS_TRACES } from '../../../core/joining/joining.ts';
import { emptyPatterns, fieldFaults } from '../../../core/rules/raw-rule.ts';
import type { TriedPatterns } from '../../../rules/trial/rule-trials.ts';
import type { LineTrial } from '../../../rules/trial/try-rule.ts';
import { defineRoute, type Route } from '../../route.ts';
import { workloadId } from '../shapes.ts';
import { type ContainerView, containerView } from '../watching/container-shapes.ts';
import { newestOf, opened, type WorkloadLines } from './lines-of-workload.ts';
import type { RuleResources } from './rule-resources.ts';
import { newRule } from './rule-shapes.ts';
import { ruleInPath } from './rules.ts';

const MOST_LINES = 1_000;
const MOST_CHARACTERS = 256 * 1024;

/** One newline at the end may be there: whoever copies a line copies it along. */
const line = z
  .string()
  .max(64 * 1024)
  .transform((text) => text.replace(/\r?\n$/, ''));

const samples = z.strictObject({
  sample_line: line.optional().meta({
    description:
      'A line feed within a line parts lines that were joined to one, and is seen as the rules of logs see it.',
  }),
  sample_lines: z
    .array(line)
    .max(MOST_LINES)
    .refine((lines) => lines.reduce((sum, { length }) => sum + length, 0) <= MOST_CHARACTERS, {
      message: `at most ${MOST_CHARACTERS} characters together`,
    })
    .optional()
    .meta({ description: `At most ${MOST_LINES} lines, of ${MOST_CHARACTERS} characters together.` }),
  join_lines: z.boolean().optional().meta({
    description:
      'The lines are joined as those of logs are where somebody asks for it; which they are then, `lines` of the answer says. With false they stay apart, whatever workload is named.',
  }),
  workload_id: workloadId.optional().meta({
    description:
      'The lines are joined as those of its newest container or file are, or not at all where those are not; where it has none, `join_lines` counts. Of a file whose lines are objects of JSON (`ndjson`) they may be given as they stand there: what was tried, `lines` of the answer says.',
  }),
});

type Samples = z.output<typeof samples>;

const oneOfBoth = [
  ({ sample_line, sample_lines }: Samples) => (sample_line === undefined) !== (sample_lines === undefined),
  'give either sample_line or sample_lines',
] as const;

/** No record, which would leave out a group that is called `__proto__`: every name of a group is a key. */
const captures = z.unknown().meta({ type: ['object', 'null'], additionalProperties: { type: 'string' } });

export const ruleTrialShape = z
  .object({
    matched: z.boolean(),
    captures: captures.meta({
      description:
        'By the name of each group, or $1, $2, …; a group that took no part is empty. Null where finding them would take too long.',
    }),
    excluded: z.boolean().meta({ description: 'The exclude pattern matches as well: it is no hit.' }),
    match_start: z.number().nullable().meta({
      description:
        'Where the match begins, in UTF-16 code units, as JavaScript counts, of the line without its escape sequences, which no pattern sees; of `field_value` where a field is looked at.',
    }),
    match_end: z.number().nullable().meta({ description: 'Behind the last code unit of the match.' }),
    field_value: z.string().nullable().meta({
      description:
        'What the patterns saw, where a field is looked at. Null where the line has no such field, and for whole lines.',
    }),
  })
  .meta({ id: 'RuleTrial' });

const joinsShape = containerView.pick({ joins_lines: true, join_start: true });

const trialReply = z.union([
  ruleTrialShape,
  z.object({
    results: z.array(ruleTrialShape),
    lines: z.array(z.string()).optional().meta({
      description: 'What was tried, where lines were joined or may be taken out of objects.',
    }),
    lines_without_object: z.number().optional().meta({
      description:
        'Of a workload whose lines are objects of JSON: how many of those that were tried were not given as one. Of these a field was looked for in the text alone.',
    }),
    workload_joins: joinsShape.optional().meta({
      description: 'How the lines of the workload are joined that was named, where it has a container or a file.',
    }),
  }),
]);

export interface RuleTrialDeps extends WorkloadLines {
  readonly ruleResources: Pick<RuleResources, 'rules' | 'trials'>;
}

/** Nobody but the caller sees the lines; nothing is kept of them. */
export function ruleTrialRoutes({ ruleResources: { rules, trials }, ...logs }: RuleTrialDeps): Route[] {
  const triedOn = (patterns: TriedPatterns, { lines }: GivenLines) =>
    trials.run(
      patterns,
      lines.map(({ text }) => text),
      lines.map(({ object }) => object),
    );
  return [
    defineRoute({
      method: 'POST',
      path: '/api/log-scan-rules/test',
      access: 'read',
      tag: 'Rules',
      summary: 'What a rule that is not saved would make of one line or of several',
      body: samples
        .extend({
          pattern: newRule.shape.pattern,
          exclude_pattern: newRule.shape.exclude_pattern,
          field: newRule.shape.field,
        })
        .refine(...oneOfBoth),
      replies: { 200: trialReply },
      async handle({ body }) {
        const [wrong, ...others] = [...emptyPatterns(body), ...fieldFaults(body)];
        if (wrong) throw new TocsinError('refused', wrong.message, { details: [wrong, ...others] });
        const patterns = {
          pattern: body.pattern,
          excludePattern: body.exclude_pattern ?? undefined,
          field: body.field,
        };
        const given = await givenLines(body, logs);
        return { status: 200, body: replyTo(body, given, await triedOn(patterns, given)) };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/log-scan-rules/{id}/test',
      access: 'read',
      tag: 'Rules',
      summary: 'What a saved rule would make of one line or of several, also while it is disabled',
      params: ruleInPath,
      body: samples.refine(...oneOfBoth),
      replies: { 200: trialReply },
      async handle({ params, body }) {
        const { pattern, excludePattern, field } = await rules.get(params.id);
        const patterns = { pattern, excludePattern: excludePattern ?? undefined, field };
        const given = await givenLines(body, logs);
        return { status: 200, body: replyTo(body, given, await triedOn(patterns, given)) };
      },
    }),
  ];
}

interface GivenLines {
  readonly lines: readonly GivenText[];
  readonly isJoined: boolean;
  /** They may have been given as objects. */
  readonly isOpened: boolean;
  /** Undefined where no workload was named, or nothing of it is there. */
  readonly joins: Pick<ContainerView, 'joins_lines' | 'join_start'> | undefined;
}

async function givenLines(
  { sample_line, sample_lines = [], join_lines, workload_id: workload }: Samples,
  logs: WorkloadLines,
): Promise<GivenLines> {
  const lines = sample_line === undefined ? sample_lines : [sample_line];
  const joins = workload === undefined ? undefined : await newestOf(logs, workload);
  const asWanted = joins ? logs.joiningOf(joins) : join_lines ? AS_TRACES : undefined;
  const joining = join_lines === false ? undefined : asWanted;
  const opener = joins && logs.openerOf(joins);
  const each = lines.map((line) => opened(line, opener));
  return {
    lines: joining ? joinedGiven(each, joining) : each,
    isJoined: joining !== undefined,
    isOpened: opener !== undefined,
    joins: join_lines === false ? undefined : joins,
  };
}

/** Of one line that was given as such there is one result. */
function replyTo(
  { sample_line }: Samples,
  { lines, isJoined, isOpened, joins }: GivenLines,
  results: readonly LineTrial[],
): z.input<typeof trialReply> {
  const shown = results.map(shownTrial);
  const [first] = shown;
  if (sample_line !== undefined && first) return first;
  return {
    results: shown,
    ...((isJoined || isOpened) && { lines: lines.map(({ text }) => text) }),
    ...(isOpened && { lines_without_object: lines.filter(({ object }) => object === undefined).length }),
    ...(joins && { workload_joins: { joins_lines: joins.joins_lines, join_start: joins.join_start } }),
  };
}

const shownTrial = ({ matched, excluded, match, value }: LineTrial): z.input<typeof ruleTrialShape> => ({
  matched,
  captures: match?.captures ?? (matched ? null : {}),
  excluded,
  match_start: match?.start ?? null,
  match_end: match?.end ?? null,
  field_value: value ?? null,
});
