import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ApiError } from '../../api/api-error.ts';
import { faultOf } from './submission.ts';

/** What the server last said about the form around. */
export const FaultContext = createContext<ApiError | undefined>(undefined);

/** What it said about this field. */
export function useFault(field: string): string | undefined {
  return faultOf(useContext(FaultContext), field);
}
