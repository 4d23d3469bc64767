import { ApiError } from '../../api/api-error.ts';
import type { NewRule } from '../../api/shapes.ts';
import type { Api } from '../../api/tocsin-api.ts';

export interface PutInForce {
  readonly added: number;
  /** Names that other rules have already, which are left as they are. */
  readonly taken: readonly string[];
}

/** Makes each rule whose name is free: somebody who comes back has some of them, and whoever has another one of that name keeps it. Rejects with the first other refusal. */
export async function putInForce(api: Pick<Api, 'addRule'>, rules: readonly NewRule[]): Promise<PutInForce> {
  const taken: string[] = [];
  for (const rule of rules) {
    try {
      await api.addRule(rule);
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'conflict') throw error;
      taken.push(rule.name);
    }
  }
  return { added: rules.length - taken.length, taken };
}
