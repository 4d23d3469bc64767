// What the pages ask of old logs: back-tests, which tell how far they are.
import { ApiError } from './api-error.ts';
import type { StreamCaller } from './operation.ts';
import type { Backtest, BacktestProgress, BacktestQuestion } from './shapes.ts';

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
      await stream('POST /api/backtest', {
        body,
        signal,
        onEvent({ name, data }) {
          if (name === 'progress') onProgress(data);
          if (name === 'result') result = data;
          if (name === 'failed') why = data.message;
          // A failure has said why already; behind a result nobody asks.
          if (name === 'closing' && why === ENDED) why = `The back-test ended: ${data.reason}.`;
        },
      });
      if (result === undefined) throw new ApiError('refused', why, { status: 200 });
      return result;
    },
  };
}

const ENDED = 'The back-test ended without a result.';
