import type { PathOf } from '../api/operation.ts';

/** Ends the demo on the real server that shows it, where the person may do that, and leads back there in any case. */
export async function endDemo(): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  await fetch('/api/demo' satisfies PathOf<'DELETE'>, { method: 'DELETE', headers, body: '{}' }).catch(() => undefined);
  location.assign('/');
}
