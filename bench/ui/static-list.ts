// A page that does nothing: rows like those of the event list, all of them made once, in a frame as large. What it misses of frames the browser and the machine miss.
const ROWS = 5_000;
const ROW_PX = 40;

export function staticList({ width, height }: { readonly width: number; readonly height: number }): string {
  const items = Array.from(
    { length: ROWS },
    (_, n) =>
      `<li><time>26 Nov 21:0${n % 10}:00</time><b>Error</b><b>shop-service-${n % 10}</b><code>request ${n} to /cart/${n} failed with status 502 while reading from upstream</code></li>`,
  );
  return `<style>
    div { width: ${width}px; height: ${height}px; overflow-y: auto; contain: strict }
    ol { margin: 0; padding: 0; list-style: none }
    li { display: grid; grid-template-columns: 8rem 6rem 12rem 1fr; align-items: center; height: ${ROW_PX}px; white-space: nowrap; overflow: hidden; border-bottom: 1px solid #ddd }
  </style><div class="list"><ol>${items.join('')}</ol></div>`;
}
