import { showCount } from '../../../format/count.ts';
import type { OverridePlace } from './rule-scene.ts';

interface StoredLeadProps {
  readonly place: OverridePlace | undefined;
  readonly overrides: number;
}

/** What stands below the name of a rule: what the page is about, and where to look for what is otherwise. */
export function StoredLead({ place, overrides }: StoredLeadProps) {
  if (place) return <PlaceLead place={place} />;
  return (
    <>
      What to look for, and what to make of it.
      {overrides > 0 && (
        <>
          {' '}
          <a href="#overrides">Otherwise in {showCount(overrides, 'workload')}</a>
        </>
      )}
    </>
  );
}

export function PlaceLead({ place }: { readonly place: OverridePlace | undefined }) {
  if (!place) return null;
  return (
    <>
      In the place of <a href={`/rules/${place.rule.id}`}>{place.rule.name}</a> in{' '}
      <a href={`/workloads/${place.workload.id}`}>{place.workload.name}</a>: there it is this rule that counts.
    </>
  );
}
