// What an engine's event says of a container's life, in Docker's words and in Podman's.
import type { JsonRecord } from '../containers/json-value.ts';
import { textIn } from '../containers/json-value.ts';

export type LifeWord =
  | { readonly is: 'started' }
  /** `exitCode` is undefined when the engine does not say it. */
  | { readonly is: 'died'; readonly exitCode: number | undefined }
  /** Somebody had a signal sent to it; undefined when the engine does not say which. */
  | { readonly is: 'signalled'; readonly signal: number | undefined }
  | { readonly is: 'oom' }
  | { readonly is: 'health'; readonly isHealthy: boolean }
  | { readonly is: 'removed' };

/** `action` as it stands in the event; undefined for whatever has nothing to do with its life. */
export function lifeWordIn(action: string, attributes: JsonRecord): LifeWord | undefined {
  switch (action) {
    case 'start':
      return { is: 'started' };
    case 'die':
    case 'died':
      return { is: 'died', exitCode: numberIn(attributes, 'exitCode') ?? numberIn(attributes, 'containerExitCode') };
    case 'kill':
      return { is: 'signalled', signal: numberIn(attributes, 'signal') };
    case 'oom':
      return { is: 'oom' };
    case 'destroy':
    case 'remove':
      return { is: 'removed' };
    default:
      return healthIn(action, attributes);
  }
}

/** Docker has the verdict in the action; some Podman has it beside. */
function healthIn(action: string, attributes: JsonRecord): LifeWord | undefined {
  if (!action.startsWith('health_status')) return undefined;
  const verdict = action.split(':')[1]?.trim() ?? textIn(attributes, 'health_status');
  if (verdict === 'healthy' || verdict === 'unhealthy') return { is: 'health', isHealthy: verdict === 'healthy' };
  return undefined;
}

function numberIn(attributes: JsonRecord, name: string): number | undefined {
  const text = textIn(attributes, name) ?? '';
  return /^-?\d{1,10}$/.test(text) ? Number(text) : undefined;
}
