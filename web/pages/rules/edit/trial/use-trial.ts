// Tries a rule on sample lines while it is typed.
import { useEffect, useState } from 'preact/hooks';
import { asApiError, isAbort } from '../../../../api/api-error.ts';
import type { RuleTrial } from '../../../../api/shapes.ts';
import { useServices } from '../../../../services.ts';
import { apartWords, joinedWords } from './shown-line.ts';

/** How long somebody has to stop typing before the matcher is asked. */
const TYPING_MS = 250;
const MOST_LINES = 200;

interface Tried {
  readonly lines: readonly string[];
  readonly results: readonly RuleTrial[];
  /** How they were joined, and what a field was not looked for in. */
  readonly joined: string;
}

/** What is tried, and on which lines. */
interface Asked {
  readonly pattern: string;
  readonly exclude: string;
  readonly field: string;
  readonly samples: string;
  readonly joins: boolean;
  /** As one of whose the lines are joined. */
  readonly workload: string | undefined;
  /** What that is called. */
  readonly name: string;
}

/** Asks anew a moment after something was changed; what was known stays until then. */
export function useTrial({ pattern, exclude, field, samples, joins, workload, name }: Asked) {
  const { api } = useServices();
  const [tried, setTried] = useState<Tried | undefined>();
  const [fault, setFault] = useState<string | undefined>();
  useEffect(() => {
    const lines = linesOf(samples, joins);
    if (pattern === '') return setTried(undefined);
    const stop = new AbortController();
    const timer = setTimeout(() => {
      const patterns = { pattern, exclude_pattern: exclude || null, field: field || null };
      const how = { join_lines: joins, ...(workload !== undefined && { workload_id: workload }) };
      api.tryPatterns({ ...patterns, sample_lines: lines, ...how }, stop.signal).then(
        ({ results, lines: shown = lines, workload_joins, lines_without_object: apart = 0 }) => {
          const joined = `${joinedWords(workload_joins, name)}${field === '' ? '' : apartWords(apart)}`;
          setTried(lines.length === 0 ? undefined : { lines: shown, results, joined });
          setFault(undefined);
        },
        (error) => isAbort(error) || setFault(asApiError(error).message),
      );
    }, TYPING_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [pattern, exclude, field, samples, joins, workload]);
  return { tried, fault };
}

function linesOf(samples: string, joins: boolean): readonly string[] {
  return (
    samples
      .replace(/\n+$/, '')
      .split('\n')
      // Within a trace empty lines may belong to it.
      .filter((line) => line !== '' || (joins && samples !== ''))
      .slice(0, MOST_LINES)
  );
}
