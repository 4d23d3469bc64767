import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { ChordReader } from '../keyboard/chord-reader.ts';
import { listenForChords } from '../keyboard/listen-for-chords.ts';
import { useMe } from '../pages/me.ts';
import { Brand } from '../parts/brand.tsx';
import { MenuIcon } from '../parts/marks/icons.tsx';
import { useServices } from '../services.ts';
import { DemoStrip } from './demo-strip.tsx';
import { DESTINATIONS } from './destinations.ts';
import { FaultBoundary } from './fault-boundary.tsx';
import { HelpDialog } from './help-dialog.tsx';
import { Navigation } from './navigation.tsx';
import { NoticeBar } from './notice-bar.tsx';
import { shortcutsFor } from './shortcuts.ts';

const SHORTCUTS = shortcutsFor(DESTINATIONS);

export interface ShellProps {
  /** Keys mean nothing then. */
  readonly isLocked: boolean;
  readonly children: ComponentChildren;
}

/** The house around every page: the way past the navigation, the navigation, the page, and the keyboard. */
export function Shell({ isLocked, children }: ShellProps) {
  const { me, isDemo } = useMe();
  const { path } = useLocation();
  const { faults } = useServices();
  const [helpShown, showHelp] = useState(false);
  useShortcuts(() => showHelp(true), isLocked);
  const menu = useMenu(path);
  return (
    <div class="shell" data-menu={menu.open ? 'open' : 'closed'} data-demo={isDemo}>
      <a class="skip-link" href="#content">
        Skip to the content
      </a>
      {isDemo && <DemoStrip />}
      <header class="shell-bar">
        <a class="home" href="/" aria-label="Tocsin, overview">
          <Brand />
        </a>
        <button
          ref={menu.button}
          type="button"
          class="quiet square menu-button"
          aria-expanded={menu.open}
          aria-controls="navigation"
          aria-label="Menu"
          onClick={() => menu.setOpen(!menu.open)}
        >
          <MenuIcon />
        </button>
        <Navigation user={me} isDemo={isDemo} path={path} onHelp={() => showHelp(true)} />
      </header>
      <main id="content" tabIndex={-1}>
        <FaultBoundary reporter={faults} path={path}>
          {children}
        </FaultBoundary>
      </main>
      <NoticeBar path={path} />
      {helpShown && <HelpDialog shortcuts={SHORTCUTS} onClose={() => showHelp(false)} />}
    </div>
  );
}

/** The menu of narrow screens; it closes by Escape and with every page, from the moment at which it is there: an effect that waits for the browser to draw it would come too late for a quick hand. */
function useMenu(path: string) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => setOpen(false), [path]);
  useLayoutEffect(() => {
    if (!open) return;
    const stop = new AbortController();
    const close = ({ key }: KeyboardEvent): void => {
      if (key !== 'Escape') return;
      setOpen(false);
      // What had the focus in the menu is hidden with it.
      button.current?.focus();
    };
    addEventListener('keydown', close, { signal: stop.signal });
    return () => stop.abort();
  }, [open]);
  return { open, setOpen, button };
}

function useShortcuts(showHelp: () => void, isLocked: boolean): void {
  const { preferences } = useServices();
  const { route } = useLocation();
  const reader = useMemo(() => new ChordReader({ chords: SHORTCUTS, now: () => performance.now() }), []);
  useEffect(() => {
    if (isLocked) return;
    const stop = new AbortController();
    const stage = { go: (path: string) => route(path), focusSearch, showHelp };
    listenForChords(
      {
        target: window,
        reader,
        act: (shortcut) => shortcut.act(stage),
        enabled: () => preferences.shortcuts.value,
      },
      stop.signal,
    );
    return () => stop.abort();
  }, [reader, route, isLocked]);
}

function focusSearch(): void {
  document.querySelector<HTMLInputElement>('main [data-search]')?.focus();
}
