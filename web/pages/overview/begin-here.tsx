import { useState } from 'preact/hooks';
import { useServices } from '../../services.ts';
import { useMe } from '../me.ts';

/** For whoever has no rule yet, or has begun the first steps and not finished them. */
export function BeginHere(overview: { readonly hasRules: boolean }) {
  // It neither comes nor goes by itself: nothing may move.
  const [hasRules] = useState(overview.hasRules);
  const { preferences } = useServices();
  const { isAdmin } = useMe();
  const standing = preferences.firstSteps.value;
  if (!isAdmin || standing === 'done' || (hasRules && standing !== 'begun')) return null;
  return (
    <section class="receipt" aria-label="First steps">
      <p>
        {hasRules
          ? 'Your rules are in force. One step is left: where their events go.'
          : 'There is no rule yet. Some to begin with can be tried on what your containers wrote in the last 24 hours.'}
      </p>
      <a class="button primary" href={hasRules ? '/first-steps?step=trigger' : '/first-steps'}>
        {hasRules ? 'Go on' : 'First steps'}
      </a>
    </section>
  );
}
