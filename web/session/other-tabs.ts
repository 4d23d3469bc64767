import { effect } from '@preact/signals';
import type { SessionKeeper } from './session.ts';

/** The tabs of a browser share their session: who logs in within one of them is told to the others, and whoever comes to one has it look. */
export function heedOtherTabs(session: Pick<SessionKeeper, 'state' | 'lookAgain'>): void {
  const tabs = new BroadcastChannel('tocsin-session');
  const look = (): void => void session.lookAgain();
  tabs.addEventListener('message', look);
  addEventListener('focus', look);
  effect(() => {
    if (session.state.value.kind === 'somebody') tabs.postMessage('somebody');
  });
}
