// The compiled pattern of a filter, or what is wrong with it, at the place where it was written.
import type { TriggerFilter } from '../../core/deliveries/trigger.ts';
import type { ErrorDetail } from '../../core/errors.ts';
import { OnePattern } from '../../match/one-pattern.ts';

export type FilterPattern =
  | { readonly ok: true /** Undefined where the filter has none. */; readonly pattern: OnePattern | undefined }
  | { readonly ok: false; readonly fault: ErrorDetail & { readonly position: number } };

export function compileFilterPattern({ messageRegex }: Pick<TriggerFilter, 'messageRegex'>): FilterPattern {
  if (messageRegex === null) return { ok: true, pattern: undefined };
  const compiled = OnePattern.compile(messageRegex);
  if (compiled.ok) return compiled;
  const { message, position } = compiled.fault;
  return { ok: false, fault: { path: 'filter.message_regex', message, position } };
}
