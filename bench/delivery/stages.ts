// The stages of a line's way to the webhook, and how long each took.
import { quantile } from './measured.ts';

/** In their order, each with what ends it. `arrived` is the receiver's own. */
const STAGES = {
  read: 'the line came from the engine',
  judged: 'rules and flood control have had it',
  begun: 'its commit begins',
  written: 'all but COMMIT was said to the database',
  committed: 'it is durable',
  claimed: 'its delivery was handed over, or claimed',
  connected: 'the request has its connection',
  arrived: 'the receiver has the request',
  answered: 'its answer is here',
  marked: 'what became of it is durable',
} as const;

export type Stage = keyof typeof STAGES;

/** Milliseconds of a clock that all processes of a machine share. */
export const stageClock = (): number => Number(process.hrtime.bigint()) / 1e6;

export interface StagedLine {
  readonly writtenAt: number;
  readonly arrivedAt: number;
}

/**
 * The median of each stage by itself. A line has the first mark of each stage that follows on the one before, up to the next line: at a rate at which
 * lines are apart that is its own.
 */
export function stageRows(lines: readonly StagedLine[], marks: readonly (readonly [Stage, number])[]): string[] {
  const times = lines.map(({ writtenAt, arrivedAt }, n) => {
    const end = lines[n + 1]?.writtenAt ?? Number.POSITIVE_INFINITY;
    const own = marks.filter(([, at]) => at >= writtenAt && at < end);
    return ownTimes({ writtenAt, arrivedAt }, own);
  });
  const names = Object.keys(STAGES) as Stage[]; // Object.keys has a wider type.
  return names.map((stage, n) => {
    const before = names[n - 1];
    const took = times.flatMap((at) => {
      const [from, to] = [before === undefined ? at.begin : at.stages.get(before), at.stages.get(stage)];
      return from === undefined || to === undefined ? [] : [to - from];
    });
    const figures = [0.5, 0.9, 0.99].map((share) => quantile(took, share).toFixed(2).padStart(9)).join('');
    return `${stage.padEnd(12)}${figures}  ${STAGES[stage]} (${took.length})`;
  });
}

function ownTimes({ writtenAt, arrivedAt }: StagedLine, marks: readonly (readonly [Stage, number])[]) {
  const stages = new Map<Stage, number>();
  let last = writtenAt;
  for (const stage of Object.keys(STAGES) as Stage[]) {
    const at = stage === 'arrived' ? arrivedAt : marks.find(([name, at]) => name === stage && at >= last)?.[1];
    if (at === undefined) break;
    stages.set(stage, at);
    last = Math.max(last, stage === 'arrived' ? last : at);
  }
  return { begin: writtenAt, stages };
}
