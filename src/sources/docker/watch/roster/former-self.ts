// An engine that is called otherwise than before is known by its containers, whose ids nobody else has.
import type { ContainerOrigin } from '../../../../core/lines/origin.ts';
import { sourceKey } from '../containers/origin-of.ts';
import type { WatchedSpan } from '../containers/start-position.ts';

/** What is known of an engine from a name that nobody uses any more. */
export interface FormerWatch {
  readonly span: WatchedSpan | undefined;
  readonly unstarted: readonly string[];
  /** Those that were there when it was watched last. */
  readonly origins: readonly ContainerOrigin[];
}

/** The one of them that has most of the containers seen, its origins under the present name; undefined when none has any. */
export function formerSelf(
  former: readonly FormerWatch[],
  { host, seen }: { readonly host: string; readonly seen: ReadonlySet<string> },
): FormerWatch | undefined {
  const shared = ({ origins }: FormerWatch): number =>
    origins.filter(({ containerId }) => seen.has(containerId)).length;
  const [closest] = former.toSorted((one, other) => shared(other) - shared(one));
  if (closest === undefined || shared(closest) === 0) return undefined;
  const origins = closest.origins.map((origin) => ({ ...origin, host, source: sourceKey(host) }));
  return { ...closest, origins };
}
