import { useEffect, useRef } from 'preact/hooks';
import { useLiveValue } from '../../live/use-live-value.ts';
import { Message } from '../../parts/message.tsx';
import { Page } from '../../parts/page.tsx';
import { askForBuild, openAnewOnce } from './anew.ts';

const EVERY_MS = 3_000;

/** Stands in for a page of which a part did not come: it is opened anew by itself as soon as the server answers. */
export function NotLoadedPage() {
  const { value: build, fault, reload } = useLiveValue({ load: askForBuild, everyMs: EVERY_MS });
  const wasSilent = useRef(false);
  useEffect(() => {
    if (fault) wasSilent.current = true;
    else if (wasSilent.current) location.reload();
    else if (build) openAnewOnce();
  }, [build, fault]);
  return (
    <Page title="Not loaded">
      <div class="stack">
        <Message kind={fault ? 'bad' : 'warn'}>{fault ? SILENT : SAYS[build ?? 'same']}</Message>
        <p>
          <button type="button" class="primary" onClick={() => (fault ? reload() : location.reload())}>
            Try again
          </button>
        </p>
      </div>
    </Page>
  );
}

const SILENT = 'This page could not be loaded: Tocsin does not answer. It is loaded by itself as soon as it does.';
const SAYS = {
  same: 'A part of this page could not be loaded.',
  another: 'Tocsin was updated while it was open here: this page has to be loaded anew.',
} as const;
