import { useEffect } from 'preact/hooks';
import { CrossIcon, TickIcon, TriangleIcon } from '../parts/marks/icons.tsx';
import { useServices } from '../services.ts';

const SHOWN_MS = 8_000;

/** Says what was just done, at the lower edge, where nothing moves for it. Screen readers hear it; it goes by itself. */
export function NoticeBar({ path }: { readonly path: string }) {
  const { notices } = useServices();
  const notice = notices.current.value;
  useEffect(() => notices.pageChanged(), [path]);
  useEffect(() => {
    const timer = setTimeout(() => notices.clear(), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [notice]);
  return (
    <div class="notice-bar" role="status">
      {notice && (
        <div class="notice" data-trouble={notice.isTrouble}>
          {notice.isTrouble ? <TriangleIcon /> : <TickIcon />}
          {notice.text}
          <button type="button" class="quiet square" aria-label="Dismiss" onClick={() => notices.clear()}>
            <CrossIcon />
          </button>
        </div>
      )}
    </div>
  );
}
