// What the pages ask of triggers, and of what went through them.
import type { Caller, QueryOf } from './operation.ts';
import type { NewTrigger, PreviewQuestion, TriggerPatch, UnsavedTrigger } from './shapes.ts';

export type DeliveryQuery = Pick<QueryOf<'GET /api/deliveries'>, 'state' | 'trigger_id'>;

export function triggerCalls(call: Caller) {
  return {
    triggers: (cursor: string | undefined, signal?: AbortSignal) =>
      call('GET /api/event-triggers', { query: { cursor, limit: '500' }, signal }),
    triggerHealth: (signal?: AbortSignal) => call('GET /api/event-triggers/health', { signal }),
    trigger: (id: string, signal?: AbortSignal) => call('GET /api/event-triggers/{id}', { path: { id }, signal }),
    addTrigger: (body: NewTrigger) => call('POST /api/event-triggers', { body }),
    changeTrigger: (id: string, body: TriggerPatch) => call('PATCH /api/event-triggers/{id}', { path: { id }, body }),
    deleteTrigger: (id: string) => call('DELETE /api/event-triggers/{id}', { path: { id } }),
    resumeTrigger: (id: string) => call('POST /api/event-triggers/{id}/resume', { path: { id } }),
    testTrigger: (id: string) => call('POST /api/event-triggers/{id}/test', { path: { id } }),
    tryTrigger: (body: UnsavedTrigger) => call('POST /api/event-triggers/test', { body }),
    previewTrigger: (body: PreviewQuestion) => call('POST /api/event-triggers/preview', { body }),
    deliveries: (query: DeliveryQuery, cursor: string | undefined, signal?: AbortSignal) =>
      call('GET /api/deliveries', { query: { ...query, cursor }, signal }),
    retryDelivery: (id: string) => call('POST /api/deliveries/{id}/retry', { path: { id } }),
    retryDead: (triggerId: string | undefined) =>
      call('POST /api/deliveries/retry-dead', { body: { trigger_id: triggerId } }),
  };
}
