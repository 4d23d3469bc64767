import { useState } from 'preact/hooks';
import { asApiError } from '../../../api/api-error.ts';
import { Pick } from '../../../parts/pick.tsx';
import { useServices } from '../../../services.ts';
import { plainText } from '../../logs/ansi.ts';
import { useNames } from '../../use-names.ts';
import { takenWords } from './taken-words.ts';

export interface TakeLinesProps {
  readonly onLines: (lines: readonly string[]) => void;
}

/** Sample lines out of the last hour of a workload: what a rule will meet, and not what somebody remembers. */
export function TakeLines({ onLines }: TakeLinesProps) {
  const { api } = useServices();
  const { workloads } = useNames();
  const [said, setSaid] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const take = async (id: string | undefined): Promise<void> => {
    if (id === undefined || isBusy) return;
    setIsBusy(true);
    setSaid('Reading its log');
    try {
      const taken = await api.recentLines(id);
      if (taken.items.length > 0) onLines(taken.items.map(({ text }) => plainText(text)));
      setSaid(takenWords(taken));
    } catch (error) {
      setSaid(asApiError(error).message);
    }
    setIsBusy(false);
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
