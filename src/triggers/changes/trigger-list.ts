// All triggers as one list: those that people made, newest first, and behind them those of the file.
import type { Trigger } from '../../core/deliveries/trigger.ts';
import type { Page, PageRequest } from '../../core/page.ts';

/** The file has at most two hundred, which the last page takes as a whole: a page may be longer by those than was asked for. */
export async function pageOfTriggers(
  page: PageRequest,
  listSaved: (page: PageRequest) => Promise<Page<Trigger>>,
  written: readonly Trigger[],
): Promise<Page<Trigger>> {
  const saved = await listSaved(page);
  if (saved.nextCursor !== null) return saved;
  return { items: [...saved.items, ...written], nextCursor: null };
}
