// A position with the lines that were read and not handed over yet: they stand before that of the source.
import type { SavedPosition } from '../lines/reading.ts';
import type { SavedGroup } from './open-group.ts';

const MARK = 'joined 1 ';

export interface JoinedPosition {
  /** The source's own. */
  readonly position: SavedPosition | undefined;
  readonly open: readonly SavedGroup[];
}

export const hasOpenLines = (saved: SavedPosition | undefined): boolean => saved?.head.startsWith(MARK) ?? false;

/** Where nothing is open it is the source's own. */
export const joinedHead = (open: readonly SavedGroup[], head: string): string =>
  open.length === 0 ? head : `${MARK}${JSON.stringify(open)}\n${head}`;

export function parseJoined(saved: SavedPosition | undefined): JoinedPosition {
  if (saved === undefined || !hasOpenLines(saved)) return { position: saved, open: [] };
  const end = saved.head.indexOf('\n');
  const open: SavedGroup[] = JSON.parse(saved.head.slice(MARK.length, end));
  return { position: { ...saved, head: saved.head.slice(end + 1) }, open };
}
