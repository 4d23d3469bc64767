import { ApiError } from '../api/api-error.ts';

/** Something that the server told, or why it cannot just now. */
export type Known<Value> = { readonly value: Value } | { readonly fault: ApiError };

/** A part of what a page shows: that this one cannot be had is no reason to show none. Without any answer of the server, it rejects: then nothing is known. */
export async function asKnown<Value>(answer: Promise<Value>): Promise<Known<Value>> {
  try {
    return { value: await answer };
  } catch (error) {
    if (!(error instanceof ApiError) || error.code === 'unreachable' || error.code === 'unauthenticated') throw error;
    return { fault: error };
  }
}
