// How the watching of an engine stands, in the words of the API.
import type { EngineView } from '../../../http/resources/watching/engine-shapes.ts';
import { type EngineSeen, twinWords } from '../health/watching-health.ts';
import { iso } from './container-views.ts';

export function shownEngine({ name, isExplicit, isOurs, unwatchedMs, twinOf, status }: EngineSeen): EngineView {
  const { traits, lastFault, outOfReachMs, listedAt } = status;
  return {
    name,
    configured: isExplicit,
    watched_by: isOurs ? 'this_instance' : unwatchedMs === undefined ? 'another_instance' : 'nobody',
    state: isOurs ? status.state : 'not_watched',
    since: iso(status.since),
    out_of_reach_seconds: isOurs && outOfReachMs !== undefined ? Math.floor(outOfReachMs / 1000) : null,
    last_fault: lastFault ? { at: iso(lastFault.at), kind: lastFault.fault.kind, words: lastFault.fault.words } : null,
    kind: traits?.kind ?? null,
    version: traits?.version ?? null,
    api_version: traits?.apiVersion ?? null,
    ever_connected: status.everConnected,
    containers_watched: status.watched,
    containers_excluded: status.excluded,
    listed_at: listedAt === undefined ? null : iso(listedAt),
    events_missed: status.eventsMissed,
    events_unreadable: status.eventsUnreadable,
    notes: [...(twinOf === undefined ? [] : [twinWords(name, twinOf)]), ...status.notes],
  };
}
