import { expect } from 'vitest';
import type { ApiClient } from '../support/api-client.ts';

/** Ends those of all but the one who asks. */
export async function endSessions(admin: ApiClient): Promise<void> {
  const { body } = await admin.get('/api/auth/sessions');
  for (const { id, current } of (body?.items ?? []) as readonly { id: string; current: boolean }[])
    if (!current) expect((await admin.send('DELETE', `/api/auth/sessions/${id}`)).status).toBe(204);
}
