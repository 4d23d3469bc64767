import { Message } from '../../parts/message.tsx';
import { useServices } from '../../services.ts';
import { Doorway } from './doorway.tsx';

/** Shown when the server could not even say who we are. */
export function UnreachablePage({ message }: { readonly message: string }) {
  const { session } = useServices();
  return (
    <Doorway title="Not available">
      <Message kind="bad">{message}</Message>
      <button type="button" class="primary" onClick={() => void session.begin()}>
        Try again
      </button>
    </Doorway>
  );
}
