import { useServices } from '../services.ts';

/** Turns single keys off, for people whose voice or switch would press them by accident. */
export function ShortcutSwitch() {
  const { preferences } = useServices();
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={preferences.shortcuts.value}
        onChange={(event) => preferences.switchShortcuts(event.currentTarget.checked)}
      />
      <span>
        Use single-key shortcuts
        <small class="hint">
          Turn this off if you speak to your computer or use a switch. It is kept in this browser.
        </small>
      </span>
    </label>
  );
}
