// Every route of the server: the table of contents of the API.
import type { AuditStore } from '../access/account-store.ts';
import type { ApiTokens } from '../access/api-tokens.ts';
import type { EventReader } from '../events/event-reader.ts';
import type { EventFeed } from '../events/feed/event-feed.ts';
import type { Ingest } from '../events/ingest.ts';
import { documentRoutes } from './resources/api-document.ts';
import { auditRoutes } from './resources/audit.ts';
import { type AuthDeps, authRoutes } from './resources/auth.ts';
import { type BrowserReportDeps, browserReportRoutes } from './resources/browser/browser-reports.ts';
import { demoRoutes, type Stage } from './resources/demo/demo.ts';
import { eventRoutes } from './resources/events/events.ts';
import { exportRoutes } from './resources/events/export.ts';
import { ingestRoutes } from './resources/events/ingest.ts';
import { eventStreamRoutes } from './resources/events/stream.ts';
import { triggerPreviewRoutes } from './resources/events/trigger-preview.ts';
import { type HealthSource, healthRoutes } from './resources/health.ts';
import { type MetricsDeps, metricsRoutes } from './resources/metrics.ts';
import { type Backtests, backtestRoutes } from './resources/rules/backtest.ts';
import { effectiveRuleRoutes } from './resources/rules/effective-rules.ts';
import { explainRoutes, type LineExplainer } from './resources/rules/explain.ts';
import type { WorkloadLines } from './resources/rules/lines-of-workload.ts';
import { muteRoutes } from './resources/rules/mutes.ts';
import type { RuleResources } from './resources/rules/rule-resources.ts';
import { ruleStatsRoutes, type StatsSource } from './resources/rules/rule-stats.ts';
import { ruleTrialRoutes } from './resources/rules/rule-trials.ts';
import { ruleRoutes } from './resources/rules/rules.ts';
import { starterRuleRoutes } from './resources/rules/starter-rules.ts';
import { type SystemSource, systemRoutes } from './resources/system.ts';
import { tokenRoutes } from './resources/tokens.ts';
import { deliveryRoutes } from './resources/triggers/deliveries.ts';
import { triggerHealthRoutes } from './resources/triggers/trigger-health.ts';
import type { TriggerResources } from './resources/triggers/trigger-resources.ts';
import { triggerTrialRoutes } from './resources/triggers/trigger-trials.ts';
import { triggerRoutes } from './resources/triggers/triggers.ts';
import { userRoutes } from './resources/users.ts';
import { type CoverageSource, containerRoutes, workloadRoutes } from './resources/watching/containers.ts';
import { type LiveLogs, liveLogRoutes } from './resources/watching/live-logs.ts';
import { type WrittenLines, writtenLineRoutes } from './resources/watching/written-lines.ts';
import type { Route } from './route.ts';

export interface RouteDeps extends AuthDeps, MetricsDeps, BrowserReportDeps {
  readonly version: string;
  readonly tokens: ApiTokens;
  readonly audit: Pick<AuditStore, 'listAudit'>;
  readonly health: HealthSource;
  readonly system: SystemSource;
  readonly ruleResources: RuleResources;
  readonly events: { readonly reader: EventReader; readonly ingest: Ingest; readonly feed: EventFeed };
  readonly triggerResources: TriggerResources;
  readonly coverage: CoverageSource;
  readonly joiningOf: WorkloadLines['joiningOf'];
  readonly openerOf: WorkloadLines['openerOf'];
  readonly liveLogs: LiveLogs;
  readonly explainer: LineExplainer;
  readonly backtests: Backtests;
  readonly writtenLines: WrittenLines;
  readonly stats: StatsSource;
  readonly stage: Stage;
}

export function allRoutes(deps: RouteDeps): readonly Route[] {
  const routes = [
    ...healthRoutes(deps.health),
    ...authRoutes(deps),
    ...userRoutes(deps.accounts),
    ...tokenRoutes(deps.tokens),
    ...auditRoutes(deps.audit),
    ...containerRoutes(deps.coverage),
    ...liveLogRoutes(deps.liveLogs),
    ...workloadRoutes(deps.coverage, deps.events.reader),
    ...ruleStatsRoutes(deps.ruleResources, deps.stats),
    ...ruleRoutes(deps.ruleResources),
    ...ruleTrialRoutes(deps),
    ...starterRuleRoutes(),
    ...effectiveRuleRoutes(deps.ruleResources),
    ...explainRoutes(deps),
    ...backtestRoutes(deps),
    ...muteRoutes(deps.ruleResources),
    ...writtenLineRoutes(deps),
    ...eventRoutes(deps.events.reader, deps.triggerResources),
    ...exportRoutes(deps.events.reader),
    ...ingestRoutes(deps.events.ingest),
    ...eventStreamRoutes(deps.events.feed),
    ...triggerRoutes(deps.triggerResources),
    ...triggerPreviewRoutes(deps),
    ...triggerHealthRoutes(deps.triggerResources),
    ...triggerTrialRoutes(deps.triggerResources),
    ...deliveryRoutes(deps.triggerResources),
    ...systemRoutes(deps.system),
    ...demoRoutes(deps.stage),
    ...browserReportRoutes(deps),
    ...metricsRoutes(deps),
  ];
  return [...routes, ...documentRoutes(routes, deps.version)];
}
