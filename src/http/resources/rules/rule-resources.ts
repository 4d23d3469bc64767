// What the routes about rules need to know; whoever composes the server knows it.
import type { RuleFault } from '../../../rules/book/rule-fault.ts';
import type { MuteEditor } from '../../../rules/changes/mute-editor.ts';
import type { RuleEditor } from '../../../rules/changes/rule-editor.ts';
import type { RuleSnapshot } from '../../../rules/snapshot/rule-snapshot.ts';
import type { RuleTrials } from '../../../rules/trial/rule-trials.ts';

export interface HitFigures {
  readonly hits24h: number;
  readonly lastHitAt: number | null;
}

/** What is counted of hits. */
export interface RuleHits {
  /** A rule of which nothing is known is not in the answer. */
  hitsOf(ruleIds: readonly string[]): Promise<ReadonlyMap<string, HitFigures>>;
}

export interface RuleResources {
  readonly rules: RuleEditor;
  readonly trials: RuleTrials;
  readonly mutes: MuteEditor;
  readonly book: { readonly current: RuleSnapshot | undefined; readonly faults: readonly RuleFault[] };
  readonly hits: RuleHits;
}
