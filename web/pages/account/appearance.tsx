import { Card } from '../../parts/card.tsx';
import { Choice } from '../../parts/form/choice.tsx';
import { THEMES, type Theme } from '../../preferences/preferences.ts';
import { ShortcutSwitch } from '../../preferences/shortcut-switch.tsx';
import { useServices } from '../../services.ts';

const NAMES: Readonly<Record<Theme, string>> = { system: 'As the system', light: 'Light', dark: 'Dark' };
const OPTIONS = THEMES.map((value) => ({ value, label: NAMES[value] }));

/** How this browser shows Tocsin; nothing of it is sent to the server. */
export function Appearance() {
  const { preferences } = useServices();
  const choose = (value: string): void => {
    const theme = THEMES.find((each) => each === value);
    if (theme) preferences.chooseTheme(theme);
  };
  return (
    <Card title="This browser">
      <div class="card-body">
        <Choice name="theme" legend="Theme" options={OPTIONS} chosen={preferences.theme.value} onChoose={choose} />
        <ShortcutSwitch />
      </div>
    </Card>
  );
}
