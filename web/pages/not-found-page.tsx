// What an address shows that leads to no page.
import { Page } from '../parts/page.tsx';

export function NotFoundPage() {
  return (
    <Page title="Nothing here" lead="There is no page at this address. It may be an old link, or a slip of the pen.">
      <p>
        <a href="/">Go to the overview</a>
      </p>
    </Page>
  );
}
