// The pattern of a rule in a list: two lines of it, and the whole on demand.

/** About what two lines take where the list is narrowest: it is counted and not measured, so that nothing moves once it stands there. */
const TWO_LINES = 72;

export function ShownPattern({ text }: { readonly text: string }) {
  if (text.length <= TWO_LINES) return <small class="hint mono break">{text}</small>;
  return (
    <details class="shown-pattern">
      <summary class="hint mono break">{text}</summary>
    </details>
  );
}
