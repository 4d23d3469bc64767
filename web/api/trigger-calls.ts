// What the pages ask of triggers, and of what went through them.
import type { Caller } from './caller.ts';
import type {
  Delivery,
  ListPage,
  NewTrigger,
  PreviewQuestion,
  Retried,
  Trigger,
  TriggerHealth,
  TriggerPatch,
  TriggerPreview,
  TriggerTrial,
  UnsavedTrigger,
} from './shapes.ts';

/** By the names that they have in a query. */
export interface DeliveryQuery {
  readonly state?: Delivery['state'] | undefined;
  readonly trigger_id?: string | undefined;
}

export function triggerCalls(call: Caller) {
  return {
    triggers: (cursor: string | undefined, signal?: AbortSignal) =>
      call<ListPage<Trigger>>('GET', '/api/event-triggers', { query: { cursor, limit: '500' }, signal }),
    triggerHealth: (signal?: AbortSignal) =>
      call<{ readonly items: readonly TriggerHealth[] }>('GET', '/api/event-triggers/health', { signal }),
    trigger: (id: string, signal?: AbortSignal) => call<Trigger>('GET', pathOf(id), { signal }),
    addTrigger: (body: NewTrigger) => call<Trigger>('POST', '/api/event-triggers', { body }),
    changeTrigger: (id: string, body: TriggerPatch) => call<Trigger>('PATCH', pathOf(id), { body }),
    deleteTrigger: (id: string) => call<void>('DELETE', pathOf(id)),
    resumeTrigger: (id: string) => call<Trigger>('POST', `${pathOf(id)}/resume`),
    testTrigger: (id: string) => call<TriggerTrial>('POST', `${pathOf(id)}/test`),
    tryTrigger: (body: UnsavedTrigger) => call<TriggerTrial>('POST', '/api/event-triggers/test', { body }),
    previewTrigger: (body: PreviewQuestion) => call<TriggerPreview>('POST', '/api/event-triggers/preview', { body }),
    deliveries: (query: DeliveryQuery, cursor: string | undefined, signal?: AbortSignal) =>
      call<ListPage<Delivery>>('GET', '/api/deliveries', { query: { ...query, cursor }, signal }),
    retryDelivery: (id: string) => call<Delivery>('POST', `/api/deliveries/${encodeURIComponent(id)}/retry`),
    retryDead: (triggerId: string | undefined) =>
      call<Retried>('POST', '/api/deliveries/retry-dead', {
        body: triggerId === undefined ? {} : { trigger_id: triggerId },
      }),
  };
}

const pathOf = (id: string): string => `/api/event-triggers/${encodeURIComponent(id)}`;
