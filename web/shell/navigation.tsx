import type { User } from '../api/shapes.ts';
import { useServices } from '../services.ts';
import { DESTINATIONS, type Destination, GROUPS } from './destinations.ts';

export interface NavigationProps {
  readonly user: User;
  /** There is nobody to be logged out. */
  readonly isDemo: boolean;
  readonly path: string;
  readonly onHelp: () => void;
}

/** Where one can go, in groups, and at the end who one is. */
export function Navigation({ user, isDemo, path, onHelp }: NavigationProps) {
  const { session } = useServices();
  return (
    <div class="navigation" id="navigation">
      <nav aria-label="Main">
        {GROUPS.map(({ id, label }) => (
          <section key={id} aria-labelledby={`group-${id}`} data-group={id}>
            <h2 id={`group-${id}`}>{id === 'own' ? user.username : label}</h2>
            <ul>
              {DESTINATIONS.filter(({ group }) => group === id).map((destination) => (
                <NavigationItem key={destination.path} destination={destination} path={path} />
              ))}
            </ul>
          </section>
        ))}
      </nav>
      <div class="navigation-foot">
        {!isDemo && (
          <button type="button" class="quiet" onClick={() => void session.logout()}>
            Log out
          </button>
        )}
        <button type="button" class="quiet" aria-label="Keyboard shortcuts" onClick={onHelp}>
          <kbd>?</kbd>
        </button>
      </div>
    </div>
  );
}

function NavigationItem({ destination, path }: { readonly destination: Destination; readonly path: string }) {
  const here = destination.path === '/' ? path === '/' : `${path}/`.startsWith(`${destination.path}/`);
  return (
    <li>
      <a href={destination.path} aria-current={here ? 'page' : undefined}>
        {destination.label}
      </a>
    </li>
  );
}
