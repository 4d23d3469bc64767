import { useState } from 'preact/hooks';
import { asApiError } from '../api/api-error.ts';
import { useServices } from '../services.ts';

export interface Deeds {
  /** Why the last one failed; undefined when it did not. */
  readonly fault: string | undefined;
  /** Does something, says that it was done, and has what is shown read anew, whatever came of it. */
  readonly perform: (deed: () => Promise<unknown>, said: string) => Promise<void>;
}

/** What a person does with the things that a page lists, one click each. */
export function useDeeds(reload: () => void): Deeds {
  const { notices } = useServices();
  const [fault, setFault] = useState<string | undefined>();
  const perform = async (deed: () => Promise<unknown>, said: string): Promise<void> => {
    try {
      await deed();
      setFault(undefined);
      notices.say(said);
    } catch (error) {
      setFault(asApiError(error).message);
    }
    reload();
  };
  return { fault, perform };
}
