// Makes the first trigger, once: whoever has two tabs, or whose answer was lost, does not find two that take everything.
import { ApiError } from '../../api/api-error.ts';
import { everyItem } from '../../api/every-item.ts';
import type { NewTrigger, Trigger } from '../../api/shapes.ts';
import type { Api } from '../../api/tocsin-api.ts';
import { mayBeDone } from './left-undone.ts';

/** Says what the trigger is to be, and is given what is stored of it. */
export type BodyFor = (stored: Trigger | undefined) => NewTrigger;

/**
 * Sees at once which triggers there are. One that has come since is either that of an earlier try whose answer was lost, and becomes what the form says by
 * then, or is named to whoever saves, who may still want another one beside it.
 */
export function createFirstTrigger(
  api: Pick<Api, 'triggers' | 'addTrigger' | 'changeTrigger'>,
): (bodyFor: BodyFor) => Promise<Trigger> {
  const list = () => everyItem((cursor) => api.triggers(cursor));
  // Where that cannot be seen, all that there are when it is saved are new.
  let seen: Promise<readonly Trigger[]> = list().catch(() => []);
  let stored: Trigger | undefined;
  let unanswered: NewTrigger | undefined;

  async function lookForNew(): Promise<void> {
    const there = await list();
    const before = new Set((await seen).map(({ id }) => id));
    const come = there.filter(({ id }) => !before.has(id));
    stored = come.find((one) => one.name === unanswered?.name && one.channel === unanswered.channel);
    if (stored !== undefined) return;
    seen = Promise.resolve(there);
    if (come[0] !== undefined) throw madeMeanwhile(come[0]);
  }

  async function add(body: NewTrigger): Promise<Trigger> {
    unanswered = undefined;
    try {
      return await api.addTrigger(body);
    } catch (error) {
      if (mayBeDone(error)) unanswered = body;
      throw error;
    }
  }

  return async (bodyFor) => {
    if (stored === undefined) await lookForNew();
    const body = bodyFor(stored);
    stored = stored === undefined ? await add(body) : await api.changeTrigger(stored.id, body);
    return stored;
  };
}

const madeMeanwhile = ({ name }: Trigger): ApiError =>
  new ApiError(
    'conflict',
    `There is a trigger “${name}” by now, made in another tab or by somebody else; this one was not saved. If it is wanted beside it, save again.`,
    { status: 0 },
  );
