import type { Chord, ChordReader } from './chord-reader.ts';

export interface ListenOptions<Meaning extends Chord> {
  readonly target: EventTarget;
  readonly reader: ChordReader<Meaning>;
  readonly act: (chord: Meaning) => void;
  /** People who dictate or use switches can turn single keys off (WCAG 2.1.4). */
  readonly enabled: () => boolean;
}

/** Hears the keys of the whole page until the signal aborts. Keys that are typed into a field, or while a dialog is open, are none of its business. */
export function listenForChords<Meaning extends Chord>(options: ListenOptions<Meaning>, stop: AbortSignal): void {
  const { target, reader, act, enabled } = options;
  const hear = (event: Event): void => {
    if (!(event instanceof KeyboardEvent) || !enabled() || !isFree(event)) {
      reader.forget();
      return;
    }
    if (event.key === 'Shift') return;
    const chord = reader.press(event.key);
    if (!chord) return;
    event.preventDefault();
    act(chord);
  };
  target.addEventListener('keydown', hear, { signal: stop });
}

function isFree(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false;
  const { target } = event;
  return !(target instanceof Element && target.closest('input, textarea, select, [contenteditable], dialog[open]'));
}
