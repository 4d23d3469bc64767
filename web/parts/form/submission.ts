import { type ReadonlySignal, signal } from '@preact/signals';
import type { ErrorDetail } from '../../../src/core/errors.ts';
import { ApiError, asApiError, isAbort } from '../../api/api-error.ts';

export interface SubmissionState {
  readonly busy: boolean;
  readonly fault: ApiError | undefined;
}

/** One form's way to the server: at most one request at a time, and what the server said about it. */
export class Submission {
  readonly #state = signal<SubmissionState>({ busy: false, fault: undefined });

  get state(): ReadonlySignal<SubmissionState> {
    return this.#state;
  }

  /** Runs the work unless it is running already; true when it succeeded. It never rejects. */
  async run(work: () => Promise<void>): Promise<boolean> {
    if (this.#state.value.busy) return false;
    this.#state.value = { busy: true, fault: undefined };
    try {
      await work();
      this.#state.value = { busy: false, fault: undefined };
      return true;
    } catch (error) {
      this.#state.value = { busy: false, fault: isAbort(error) ? undefined : asApiError(error) };
      return false;
    }
  }

  /** Faults that were found without asking the server. */
  refuse(details: readonly ErrorDetail[]): void {
    if (this.#state.value.busy) return;
    this.#state.value = { busy: false, fault: new ApiError('refused', 'Not complete yet.', { status: 0, details }) };
  }
}

/** What the server said about one field, or nothing. */
export function faultOf(fault: ApiError | undefined, field: string): string | undefined {
  const details = fault?.details.filter(({ path }) => path === field) ?? [];
  return details.length === 0 ? undefined : details.map(({ message }) => message).join(' ');
}

/** What has to be said above the form: everything that no field of it can say. */
export function faultsElsewhere(fault: ApiError | undefined, fields: readonly string[]): readonly string[] {
  if (!fault) return [];
  const elsewhere = fault.details.filter(({ path }) => !fields.includes(path));
  if (elsewhere.length > 0)
    return elsewhere.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  return fault.details.length > 0 ? [] : [fault.message];
}
