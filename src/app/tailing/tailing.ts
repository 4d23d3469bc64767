// Watches one source by rules as the server does, without a store: nothing is kept, and every event is handed on.
import type { Clock } from '../../core/clock.ts';
import type { NewEvent } from '../../core/events/new-event.ts';
import { BOTH_STREAMS } from '../../core/lines/line-batch.ts';
import type { EventLimit } from '../../rules/flood/token-bucket.ts';
import { LineJudge } from '../../rules/judge/line-judge.ts';
import type { RuleSnapshot } from '../../rules/snapshot/rule-snapshot.ts';
import { MOST_FILES } from '../../sources/file/find/find-paths.ts';
import { Backlog } from '../../tail/commit/backlog.ts';
import { Coverage } from '../../tail/coverage/coverage.ts';
import type { LifeJudge } from '../../tail/judge.ts';
import type { OriginSource } from '../../tail/origin-source.ts';
import { TailSupervisor } from '../../tail/tail-supervisor.ts';
import { type PassingLedgerParts, passingLedger, type Totals } from './passing-ledger.ts';
import { toldOccurrences } from './told-occurrences.ts';

export interface TailingParts extends PassingLedgerParts {
  readonly source: OriginSource;
  readonly snapshot: RuleSnapshot;
  readonly clock: Clock;
  readonly tell: (sentence: string) => void;
}

export interface Tailing {
  readonly totals: Totals;
  /** How many are being read. */
  readonly active: number;
  /** What was read until now is handed on before it resolves. */
  stop(): Promise<void>;
}

/** Each rule's own cooldown holds, and nothing besides: whoever looks wants to see it all. */
const UNLIMITED: EventLimit = { perMinute: 0, burst: 0 };

/** What has no life besides its lines. */
const NO_LIVES: LifeJudge<NewEvent> = {
  open() {
    throw new Error('Nothing happens to a file besides its lines.');
  },
};

export function startTailing({ source, snapshot, clock, tell, ...ledgerParts }: TailingParts): Tailing {
  const { ledger, totals } = passingLedger(ledgerParts);
  const coverage = new Coverage({ clock });
  const supervisor = new TailSupervisor<NewEvent>({
    ledger,
    judge: new LineJudge({ rules: { current: snapshot }, limit: UNLIMITED, clock }),
    lifeJudge: NO_LIVES,
    demand: { wantedOf: () => BOTH_STREAMS, onChange: () => {} },
    coverage,
    backlog: new Backlog(),
    clock,
    random: Math.random,
    occurrences: toldOccurrences(tell),
    mostTails: MOST_FILES,
  });
  supervisor.run(source);
  return {
    totals,
    get active() {
      return coverage.figures().active;
    },
    async stop() {
      await supervisor.stop();
      coverage.clear();
    },
  };
}
