/** Stands over every page of a demo, from the first moment on: nobody may take for real what is shown there. */
export function DemoStrip() {
  return (
    <aside class="demo-strip" aria-label="Demo">
      <p>
        <strong>Demo</strong> Everything here is invented, and nothing is kept or sent anywhere.
      </p>
    </aside>
  );
}
