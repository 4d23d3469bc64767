// Which of the rules to begin with somebody has chosen, as the server takes them.
import type { NewRule, StarterRule } from '../../api/shapes.ts';
import type { Api } from '../../api/tocsin-api.ts';

export const ruleOf = ({ about: _, ...rule }: StarterRule): NewRule => rule;

/** A name that the server no longer offers is none. */
export async function chosenRules(
  api: Pick<Api, 'starterRules'>,
  names: readonly string[] | undefined,
): Promise<readonly NewRule[]> {
  if (names === undefined) return [];
  return (await api.starterRules()).items.filter(({ name }) => names.includes(name)).map(ruleOf);
}
