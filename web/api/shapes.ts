// What the API takes and answers, by the names that its document has for it.
import type { HealthReport } from './operations.generated.ts';

export type {
  AuditEntry,
  Backtest,
  BacktestProgress,
  BacktestQuestion,
  Container,
  Credentials,
  Delivery,
  EffectiveRules,
  Event,
  EventCounts,
  EventDetail,
  EventPage,
  Explanation,
  FaultReport,
  HealthReport,
  LineContext,
  MadeToken,
  MergedLine,
  Mute,
  NewMute,
  NewRule,
  NewToken,
  NewTrigger,
  NewUser,
  PreviewQuestion,
  Question,
  RecentLines,
  Rule,
  RulePatch,
  RuleStats,
  RuleTrial,
  Session,
  StarterRule,
  SystemReport,
  Token,
  Trigger,
  TriggerHealth,
  TriggerPatch,
  TriggerPreview,
  TriggerTrial,
  UnsavedTrigger,
  User,
  UserPatch,
  VitalsReport,
  WatchingReport,
  Whoami,
  Workload,
} from './operations.generated.ts';

export type Health = HealthReport['status'];

export interface ListPage<Item> {
  readonly items: readonly Item[];
  readonly next_cursor: string | null;
}
