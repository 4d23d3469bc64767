// How a token is made: its name, what it may do, and for how long.
import type { MadeToken } from '../../api/shapes.ts';
import { browserClock } from '../../live/browser-clock.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { TextField } from '../../parts/form/field.tsx';
import { Form, type FormValues } from '../../parts/form/form.tsx';
import { SelectField } from '../../parts/form/select-field.tsx';
import { useServices } from '../../services.ts';
import { expiryOf, LIFETIMES, USUAL_LIFETIME } from './lifetime.ts';
import { ScopeChoice, scopeFrom } from './scope-choice.tsx';

export interface AddTokenDialogProps {
  readonly onMade: (token: MadeToken) => void;
  readonly onClose: () => void;
}

export function AddTokenDialog({ onMade, onClose }: AddTokenDialogProps) {
  const { api } = useServices();
  const create = async ({ name = '', scope, expires_at: lifetime }: FormValues): Promise<void> => {
    onMade(await api.addToken({ name, scope: scopeFrom(scope), expires_at: expiryOf(lifetime, browserClock.now()) }));
  };
  return (
    <Dialog title="Create token" onClose={onClose}>
      <Form action="Create token" onSubmit={create} onCancel={onClose}>
        <TextField name="name" label="Name" hint="Say what uses it: backup script, Grafana." maxLength={100} focused />
        <ScopeChoice />
        <SelectField name="expires_at" label="Lifetime" options={LIFETIMES} chosen={USUAL_LIFETIME} />
      </Form>
    </Dialog>
  );
}
