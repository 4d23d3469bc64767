// What would become of one line, rule by rule: told by the very functions that judge the lines of containers.
import { joinedEventText } from '../../core/events/event-text.ts';
import type { Decision } from '../../core/flood/decision.ts';
import type { SavedFlood } from '../../core/lines/flood-state.ts';
import { STDOUT, type StreamNumber } from '../../core/lines/line-batch.ts';
import { objectsOf } from '../../core/lines/objects/line-objects.ts';
import type { Stamp } from '../../core/lines/stamp.ts';
import type { Rule } from '../../core/rules/rule.ts';
import { putInnerNewlines } from '../../core/text/inner-newline.ts';
import type { HitRows } from '../../match/batch/batch.ts';
import type { RuleInForce } from '../effective/effective-rules.ts';
import { OriginFlood } from '../flood/origin-flood.ts';
import type { EventLimit } from '../flood/token-bucket.ts';
import type { RuleSnapshot } from '../snapshot/rule-snapshot.ts';
import type { JudgeTools } from './origin-line-judge.ts';

export interface AskedLine {
  /** A line feed within it parts lines that were joined. */
  readonly text: Uint8Array;
  readonly stream: StreamNumber;
  /** The line's own time. */
  readonly at: Stamp;
  /** What it was taken out of. */
  readonly object?: Uint8Array | undefined;
}

/** `other_stream`: the rule does not look at the line's stream. `excluded`: its exclude pattern matches as well. */
export type Outcome = 'other_stream' | 'no_match' | 'excluded' | Decision;

export interface ExplainedRule extends RuleInForce {
  readonly outcome: Outcome;
  /** Of an event: how many hits were held back before it. */
  readonly suppressed: number | undefined;
  /** Of an event: its message. */
  readonly message: string | undefined;
}

export interface ExplainOptions {
  readonly tools: Pick<JudgeTools, 'match'>;
  readonly snapshot: RuleSnapshot;
  readonly workload: string;
  readonly limit: EventLimit;
  /** How flood control stands where the line would come; undefined where none came yet. It is not changed. */
  readonly flood: SavedFlood | undefined;
}

/** Every rule in force for the workload, in the order in which they are asked. */
export function explainLine(
  line: AskedLine,
  { tools, snapshot, workload, limit, flood }: ExplainOptions,
): ExplainedRule[] {
  const { matched, excluded, text } = foundIn(line, { tools, snapshot, workload });
  const copy = new OriginFlood(limit, flood);
  copy.begin(line.at.seconds, line.at.nanos);
  const inForce = new Map(snapshot.effectiveOf(workload).inForce.map((one) => [one.rule, one] as const));
  return snapshot.places.flatMap((rule, place) => {
    const known = inForce.get(rule);
    if (known === undefined) return [];
    const plainly = (outcome: Outcome): ExplainedRule[] => [
      { ...known, outcome, suppressed: undefined, message: undefined },
    ];
    if (!looksAt(rule, line.stream)) return plainly('other_stream');
    if (excluded.has(place)) return plainly('excluded');
    const floodRule = snapshot.floodRuleOf(place, workload);
    if (!matched.has(place) || floodRule === undefined) return plainly('no_match');
    const verdict = copy.decide(floodRule, () => 'the event that this line would be');
    if (verdict.decision !== 'admitted') return plainly(verdict.decision);
    return [{ ...known, outcome: verdict.decision, suppressed: verdict.suppressed, message: joinedEventText(text) }];
  });
}

const looksAt = ({ streams }: Rule, stream: StreamNumber): boolean =>
  streams === 'both' || streams === (stream === STDOUT ? 'stdout' : 'stderr');

/** The places that hit, and the line as their patterns saw it. */
function foundIn(
  { text, stream, object }: AskedLine,
  { tools, ...of }: Pick<ExplainOptions, 'tools' | 'snapshot' | 'workload'>,
) {
  const bytes = Buffer.concat([text, NEWLINE]);
  const isJoined = text.includes(NEWLINE[0] ?? 0);
  if (isJoined) putInnerNewlines(bytes.subarray(0, text.length));
  const one = {
    isJoined,
    count: 1,
    bytes,
    length: bytes.length,
    starts: Int32Array.of(0),
    ends: Int32Array.of(text.length),
    objects: objectsOf([object]),
  };
  const [matched, excluded] = [new Set<number>(), new Set<number>()];
  const note = ({ count, rules }: HitRows, places: Set<number>): void => {
    for (const place of rules.subarray(0, count)) places.add(place);
  };
  const found = tools.match({ ...of, texts: one, streams: Uint8Array.of(stream) });
  let seen = NOTHING;
  for (const hits of found.portions) {
    note(hits, matched);
    note(hits.excluded, excluded);
    if (hits.count > 0) seen = found.text.slice(hits.starts[0], hits.ends[0]);
  }
  return { matched, excluded, text: seen };
}

const NOTHING = new Uint8Array(0);
const NEWLINE = Uint8Array.of(10);
