import { useEffect, useRef, useState } from 'preact/hooks';
import { asApiError, isAbort } from '../../../../api/api-error.ts';
import { Pick } from '../../../../parts/pick.tsx';
import { useServices } from '../../../../services.ts';
import { plainText } from '../../../logs/ansi.ts';
import type { Names } from '../../../use-names.ts';
import { takenWords } from './taken-words.ts';

export interface TakeLinesProps {
  readonly workloads: Names;
  readonly onLines: (lines: readonly string[], workload: string) => void;
}

/** Sample lines out of the last hour of a workload: what a rule will meet, and not what somebody remembers. */
export function TakeLines({ workloads, onLines }: TakeLinesProps) {
  const { api } = useServices();
  const [said, setSaid] = useState('');
  const reading = useRef(new AbortController());
  useEffect(() => () => reading.current.abort(), []);
  const take = async (id: string | undefined): Promise<void> => {
    if (id === undefined) return;
    // Whoever chooses another one meanwhile wants its lines.
    reading.current.abort();
    reading.current = new AbortController();
    const { signal } = reading.current;
    setSaid('Reading its log');
    try {
      const taken = await api.recentLines(id, signal);
      if (signal.aborted) return;
      if (taken.items.length > 0)
        onLines(
          taken.items.map(({ text, object }) => object ?? plainText(text)),
          id,
        );
      setSaid(takenWords(taken));
    } catch (error) {
      if (!isAbort(error)) setSaid(asApiError(error).message);
    }
  };
  return (
    <div class="take-lines">
      <Pick
        label="Take lines of a workload"
        all="Take the last lines of …"
        options={workloads}
        chosen={undefined}
        onChange={(id) => void take(id)}
      />
      <p class="soft" role="status">
        {said}
      </p>
    </div>
  );
}
