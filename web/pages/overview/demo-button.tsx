import { useState } from 'preact/hooks';
import { asApiError } from '../../api/api-error.ts';
import { DEMO_BASE } from '../../place/base.ts';
import { useServices } from '../../services.ts';

/** For whoever has nothing yet to be looked at. */
export function DemoButton() {
  const { api, notices } = useServices();
  const [isBusy, setBusy] = useState(false);
  const show = async (): Promise<void> => {
    setBusy(true);
    try {
      await api.beginDemo();
      location.assign(`${DEMO_BASE}/`);
    } catch (error) {
      notices.warn(asApiError(error).message);
      setBusy(false);
    }
  };
  return (
    <button type="button" aria-busy={isBusy} disabled={isBusy} onClick={() => void show()}>
      Look at a demo
    </button>
  );
}
