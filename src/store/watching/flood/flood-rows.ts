// How flood control stands, as the columns hold it: JSON, with stamps as `seconds.nanoseconds`.
import type { BucketLevel, FloodStanding, RuleFloodStanding, SavedFlood } from '../../../core/lines/flood-state.ts';
import { parseStampText, type Stamp, stampText } from '../../../core/lines/stamp.ts';

interface StandingText {
  readonly time: string | null;
  readonly epoch: number;
  readonly bucket: readonly [parts: number, at: string] | null;
}

interface RuleStandingText {
  readonly epoch: number;
  readonly last_admitted: string | null;
  readonly hits: readonly string[];
  readonly held_back: number;
  readonly last_seen: string | null;
  readonly last_event: string | null;
}

interface WholeFloodText {
  readonly standing: string;
  readonly rules: readonly (readonly [id: string, standing: string])[];
}

export function floodText({ time, epoch, bucket }: FloodStanding): string {
  const written: StandingText = {
    time: textOf(time),
    epoch,
    bucket: bucket ? [bucket.parts, stampText(bucket.at)] : null,
  };
  return JSON.stringify(written);
}

export function floodOf(text: string): FloodStanding {
  const { time, epoch, bucket }: StandingText = JSON.parse(text);
  return { time: stampOf(time), epoch, bucket: bucketOf(bucket) };
}

/** All of it in one text, where an origin has few rules. */
export function wholeFloodText({ standing, rules }: SavedFlood): string {
  const ruleTexts = [...rules].map(([id, rule]) => [id, ruleStandingText(rule)] as const);
  return JSON.stringify({ standing: floodText(standing), rules: ruleTexts });
}

export function wholeFloodOf(text: string): SavedFlood {
  const { standing, rules }: WholeFloodText = JSON.parse(text);
  return { standing: floodOf(standing), rules: new Map(rules.map(([id, rule]) => [id, ruleStandingOf(rule)])) };
}

export function ruleStandingText(standing: RuleFloodStanding): string {
  const written: RuleStandingText = {
    epoch: standing.epoch,
    last_admitted: textOf(standing.lastAdmitted),
    hits: standing.hits.map(stampText),
    held_back: standing.heldBack,
    last_seen: textOf(standing.lastSeen),
    last_event: standing.lastEvent ?? null,
  };
  return JSON.stringify(written);
}

export function ruleStandingOf(text: string): RuleFloodStanding {
  const { epoch, last_admitted, hits, held_back, last_seen, last_event }: RuleStandingText = JSON.parse(text);
  return {
    epoch,
    lastAdmitted: stampOf(last_admitted),
    hits: hits.flatMap((hit) => parseStampText(hit) ?? []),
    heldBack: held_back,
    lastSeen: stampOf(last_seen),
    lastEvent: last_event ?? undefined,
  };
}

function bucketOf(bucket: StandingText['bucket']): BucketLevel | undefined {
  const at = stampOf(bucket?.[1] ?? null);
  return bucket && at ? { parts: bucket[0], at } : undefined;
}

const textOf = (stamp: Stamp | undefined): string | null => (stamp === undefined ? null : stampText(stamp));
const stampOf = (text: string | null): Stamp | undefined => (text === null ? undefined : parseStampText(text));
