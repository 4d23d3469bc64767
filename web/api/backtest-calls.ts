// What the pages ask of old logs: back-tests, which tell how far they are.
import { ApiError } from './api-error.ts';
import type { Backtest, BacktestProgress, BacktestQuestion } from './shapes.ts';
import type { StreamCaller } from './stream-caller.ts';

export interface BacktestFollower {
  readonly onProgress: (progress: BacktestProgress) => void;
  /** Ends it, on the server as well. */
  readonly signal: AbortSignal;
}

export function backtestCalls(stream: StreamCaller) {
  return {
    async backtest(body: BacktestQuestion, { onProgress, signal }: BacktestFollower): Promise<Backtest> {
      let result: Backtest | undefined;
      let why = ENDED;
      await stream('/api/backtest', {
        body,
        signal,
        // The server makes its events by the schemas from which these types were taken: see shapes.ts.
        onEvent({ name, data }) {
          if (name === 'progress') onProgress(data as BacktestProgress);
          if (name === 'result') result = data as Backtest;
          if (name === 'failed') why = (data as { readonly message: string }).message;
          // A failure has said why already; behind a result nobody asks.
          if (name === 'closing' && why === ENDED) why = reasonOf(data);
        },
      });
      if (result === undefined) throw new ApiError('refused', why, { status: 200 });
      return result;
    },
  };
}

const ENDED = 'The back-test ended without a result.';

const reasonOf = (data: unknown): string => `The back-test ended: ${(data as { readonly reason: string }).reason}.`;
