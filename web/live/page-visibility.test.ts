import { describe, expect, test } from 'vitest';
import { untilVisible } from './page-visibility.ts';

class FakePage extends EventTarget {
  visibilityState: DocumentVisibilityState = 'visible';

  turn(state: DocumentVisibilityState): void {
    this.visibilityState = state;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

describe('waiting until the page can be seen', () => {
  test('takes no time while it can', async () => {
    await untilVisible(new AbortController().signal, new FakePage());
  });

  test('ends when it can be seen again, not with any other change', async () => {
    const page = new FakePage();
    page.turn('hidden');
    let over = false;
    const waiting = untilVisible(new AbortController().signal, page).then(() => {
      over = true;
    });
    page.turn('hidden');
    await Promise.resolve();
    expect(over).toBe(false);
    page.turn('visible');
    await waiting;
    expect(over).toBe(true);
  });

  test('ends when it is called off', async () => {
    const page = new FakePage();
    page.turn('hidden');
    const stop = new AbortController();
    const waiting = untilVisible(stop.signal, page);
    stop.abort();
    await waiting;
  });
});
