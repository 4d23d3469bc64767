import { Component, type ComponentChildren } from 'preact';
import type { FaultReporter } from '../faults/fault-reporter.ts';
import { Message } from '../parts/message.tsx';
import { Page } from '../parts/page.tsx';

interface Props {
  readonly reporter: FaultReporter;
  /** Another page is another try. */
  readonly path: string;
  readonly children: ComponentChildren;
}

interface State {
  readonly fallen: { readonly path: string; readonly reference: string | undefined } | undefined;
}

/** Stands in for a page that could not be drawn; the house around it goes on. A class, because only one can hear of that. */
export class FaultBoundary extends Component<Props, State> {
  override state: State = { fallen: undefined };

  override componentDidCatch(error: unknown): void {
    const { path, reporter } = this.props;
    this.setState({ fallen: { path, reference: reporter.failed('page', error) } });
  }

  /** What fell was another page. */
  static override getDerivedStateFromProps({ path }: Props, { fallen }: State): Partial<State> | null {
    return fallen !== undefined && fallen.path !== path ? { fallen: undefined } : null;
  }

  override render() {
    const { fallen } = this.state;
    if (fallen === undefined) return this.props.children;
    return <FallenPage reference={fallen.reference} onTryAgain={() => this.setState({ fallen: undefined })} />;
  }
}

function FallenPage(props: { readonly reference: string | undefined; readonly onTryAgain: () => void }) {
  return (
    <Page title="This page stumbled">
      <div class="stack">
        <Message kind="bad">
          Something in this page went wrong, and it cannot be shown. Tocsin itself goes on watching.
          {props.reference !== undefined && (
            <>
              {' '}
              The log of the server has it under <code>{props.reference}</code>.
            </>
          )}
        </Message>
        <p>
          <button type="button" class="primary" onClick={props.onTryAgain}>
            Try again
          </button>{' '}
          <a href="/">Go to the overview</a>
        </p>
      </div>
    </Page>
  );
}
