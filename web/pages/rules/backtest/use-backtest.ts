import { useEffect, useRef, useState } from 'preact/hooks';
import { asApiError } from '../../../api/api-error.ts';
import type { Backtest, BacktestProgress, BacktestQuestion } from '../../../api/shapes.ts';
import { useServices } from '../../../services.ts';

export type BacktestState =
  | { readonly is: 'idle' | 'cancelled' }
  | { readonly is: 'running'; readonly progress: BacktestProgress | undefined }
  | { readonly is: 'done'; readonly result: Backtest }
  | { readonly is: 'failed'; readonly message: string };

export interface RunningBacktest {
  readonly state: BacktestState;
  readonly run: (question: BacktestQuestion) => void;
  readonly cancel: () => void;
}

/** One back-test at a time: another one, or another page, ends it. */
export function useBacktest(): RunningBacktest {
  const { api } = useServices();
  const [state, setState] = useState<BacktestState>({ is: 'idle' });
  const running = useRef(new AbortController());
  useEffect(() => () => running.current.abort(), []);
  const run = (question: BacktestQuestion): void => {
    running.current.abort();
    running.current = new AbortController();
    const { signal } = running.current;
    const show = (next: BacktestState): void => {
      if (!signal.aborted) setState(next);
    };
    show({ is: 'running', progress: undefined });
    const onProgress = (progress: BacktestProgress): void => show({ is: 'running', progress });
    api.backtest(question, { onProgress, signal }).then(
      (result) => show({ is: 'done', result }),
      (error) => show({ is: 'failed', message: asApiError(error).message }),
    );
  };
  const cancel = (): void => {
    running.current.abort();
    setState({ is: 'cancelled' });
  };
  return { state, run, cancel };
}
