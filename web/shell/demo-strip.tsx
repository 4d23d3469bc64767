import { endDemo } from '../place/end-demo.ts';
import { useServices } from '../services.ts';

/** Stands over every page of a demo, from the first moment on: nobody may take for real what is shown there. */
export function DemoStrip() {
  const { base } = useServices();
  return (
    <aside class="demo-strip" aria-label="Demo">
      <p>
        <strong>Demo</strong> Everything here is invented, and nothing is kept or sent anywhere.
      </p>
      {base !== '' && (
        <button type="button" onClick={() => void endDemo()}>
          End the demo
        </button>
      )}
    </aside>
  );
}
