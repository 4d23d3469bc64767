import type { UiFaultKind, UiPage } from '../../src/core/ui/ui-pages.ts';
import { ApiError, isAbort } from '../api/api-error.ts';
import type { FaultReport } from '../api/shapes.ts';

/** Different ones for as long as the page is open; a page that fails in ever new ways is told often enough by then. */
const MOST_DIFFERENT = 20;
const LONGEST_MESSAGE = 500;
const LONGEST_STACK = 4_000;
/** Browsers tell as an error that a layout was put off to the next frame. */
const HARMLESS = /^ResizeObserver loop/;

export interface FaultReporterOptions {
  /** Must not throw; whether it arrives is not waited for. */
  readonly send: (report: FaultReport, reference: string) => void;
  readonly page: () => UiPage;
  readonly random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array;
}

interface Known {
  readonly report: FaultReport;
  readonly reference: string;
  untold: number;
}

/** Tells the server what failed in the UI: each fault at once when it is new, and later how often it came again. */
export class FaultReporter {
  readonly #options: FaultReporterOptions;
  readonly #known = new Map<string, Known>();

  constructor(options: FaultReporterOptions) {
    this.#options = options;
  }

  /** Gives the reference under which the server's log has it; undefined for what is no fault, and where there were too many. */
  failed(kind: UiFaultKind, thrown: unknown): string | undefined {
    if (isAbort(thrown)) return undefined;
    const report = this.#reportOf(kind, thrown);
    if (HARMLESS.test(report.message)) return undefined;
    const key = `${kind} ${report.message} ${report.stack?.slice(0, 300)}`;
    const known = this.#known.get(key);
    if (known) {
      known.untold += 1;
      return known.reference;
    }
    if (this.#known.size >= MOST_DIFFERENT) return undefined;
    const reference = this.#newReference();
    this.#known.set(key, { report, reference, untold: 0 });
    this.#options.send(report, reference);
    return reference;
  }

  /** Tells how often known faults came again since they were told. */
  tellRest(): void {
    for (const known of this.#known.values()) {
      if (known.untold === 0) continue;
      this.#options.send({ ...known.report, times: known.untold }, known.reference);
      known.untold = 0;
    }
  }

  #reportOf(kind: UiFaultKind, thrown: unknown): FaultReport {
    const error = thrown instanceof Error ? thrown : undefined;
    const cause = thrown instanceof ApiError ? thrown : error?.cause;
    const requestId = cause instanceof ApiError ? cause.requestId : undefined;
    const message = (error ? `${error.name}: ${error.message}` : describe(thrown)).slice(0, LONGEST_MESSAGE);
    return {
      page: this.#options.page(),
      kind,
      message: message || 'nothing was said',
      ...(error?.stack && { stack: error.stack.slice(0, LONGEST_STACK) }),
      ...(requestId && { failed_request_id: requestId }),
    };
  }

  /** `randomUUID` is there only over TLS. */
  #newReference(): string {
    return [...this.#options.random(new Uint8Array(6))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  }
}

/** Anything can be thrown, also what cannot be turned into a text. */
function describe(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return 'something that has no text';
  }
}
