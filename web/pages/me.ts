import type { User } from '../api/shapes.ts';
import { useServices } from '../services.ts';

/** Whoever is logged in, or was until their session ended under the page. Only for pages inside the house, which the gate shows to nobody else. */
export function useMe(): { readonly me: User; readonly isAdmin: boolean; readonly isDemo: boolean } {
  const state = useServices().session.state.value;
  if (state.kind !== 'somebody' && state.kind !== 'ended') throw new Error('Nobody is logged in.');
  return { me: state.user, isAdmin: state.user.role === 'admin', isDemo: state.kind === 'somebody' && !!state.isDemo };
}
