import type { z } from 'zod';
import type { auditShape } from '../../src/http/resources/audit.ts';
import type { whoami } from '../../src/http/resources/auth.ts';
import type { eventShape } from '../../src/http/resources/events/event-shapes.ts';
import type { countsShape, eventPage, eventWithDeliveries } from '../../src/http/resources/events/events.ts';
import type { previewQuestion, previewShape } from '../../src/http/resources/events/trigger-preview.ts';
import type { HealthReport, WatchingReport } from '../../src/http/resources/health.ts';
import type {
  backtestProgress,
  backtestQuestion,
  backtestResult,
} from '../../src/http/resources/rules/backtest-shapes.ts';
import type { effectiveShape } from '../../src/http/resources/rules/effective-rules.ts';
import type { explanation, question } from '../../src/http/resources/rules/explain.ts';
import type { muteShape, newMute } from '../../src/http/resources/rules/mutes.ts';
import type { newRule, rulePatch, ruleShape } from '../../src/http/resources/rules/rule-shapes.ts';
import type { ruleStatsShape } from '../../src/http/resources/rules/rule-stats.ts';
import type { ruleTrialShape } from '../../src/http/resources/rules/rule-trials.ts';
import type { starterRuleShape } from '../../src/http/resources/rules/starter-rules.ts';
import type { sessionShape } from '../../src/http/resources/sessions.ts';
import type { SystemReport } from '../../src/http/resources/system.ts';
import type { tokenShape } from '../../src/http/resources/tokens.ts';
import type { retriedShape } from '../../src/http/resources/triggers/deliveries.ts';
import type { deliveryShape } from '../../src/http/resources/triggers/delivery-shapes.ts';
import type { triggerHealthShape } from '../../src/http/resources/triggers/trigger-health.ts';
import type {
  newTrigger,
  triggerPatch,
  triggerShape,
  unsavedTrigger,
} from '../../src/http/resources/triggers/trigger-shapes.ts';
import type { trialShape } from '../../src/http/resources/triggers/trigger-trials.ts';
import type { userShape } from '../../src/http/resources/users.ts';
import type { containerView, workloadShape } from '../../src/http/resources/watching/container-shapes.ts';
import type { lineContext, recentLines } from '../../src/http/resources/watching/written-lines.ts';

// What the API answers, taken from the very schemas by which the server makes its answers, so that the two cannot drift apart.
// Only types come from the server; none of its code is in the bundle.

export type { HealthReport, SystemReport, WatchingReport };
export type Health = HealthReport['status'];
export type User = z.output<typeof userShape>;
export type Session = z.output<typeof sessionShape>;
export type Token = z.output<typeof tokenShape>;
export type NewToken = Token & { readonly token: string };
export type RuleStats = z.output<typeof ruleStatsShape>;
export type AuditEntry = z.output<typeof auditShape>;

export type Event = z.output<typeof eventShape>;
export type EventPage = z.output<typeof eventPage>;
export type EventDetail = z.output<typeof eventWithDeliveries>;
export type EventCounts = z.output<typeof countsShape>;
export type Delivery = z.output<typeof deliveryShape>;
export type Retried = z.output<typeof retriedShape>;
export type Trigger = z.output<typeof triggerShape>;
export type TriggerHealth = z.output<typeof triggerHealthShape>;
export type NewTrigger = z.input<typeof newTrigger>;
export type TriggerPatch = z.input<typeof triggerPatch>;
export type UnsavedTrigger = z.input<typeof unsavedTrigger>;
export type TriggerTrial = z.output<typeof trialShape>;
export type PreviewQuestion = z.input<typeof previewQuestion>;
export type TriggerPreview = z.output<typeof previewShape>;
export type Rule = z.output<typeof ruleShape>;
export type RulePatch = z.input<typeof rulePatch>;
export type RuleTrial = z.output<typeof ruleTrialShape>;
export type StarterRule = z.output<typeof starterRuleShape>;
export type NewRule = z.input<typeof newRule>;
export type EffectiveRules = z.output<typeof effectiveShape>;
export type Question = z.input<typeof question>;
export type Explanation = z.output<typeof explanation>;
export type BacktestQuestion = z.input<typeof backtestQuestion>;
export type BacktestProgress = z.output<typeof backtestProgress>;
export type Backtest = z.output<typeof backtestResult>;
export type Mute = z.output<typeof muteShape>;
export type NewMute = z.input<typeof newMute>;

export type RecentLines = z.output<typeof recentLines>;
export type LineContext = z.output<typeof lineContext>;
export type Workload = z.output<typeof workloadShape>;
export type Container = z.output<typeof containerView>;
export type Whoami = z.output<typeof whoami>;

export interface ListPage<Item> {
  readonly items: readonly Item[];
  readonly next_cursor: string | null;
}
