// All rules as one list: those that people made, newest first, and behind them those that are written elsewhere.
import { TocsinError } from '../../core/errors.ts';
import type { Page } from '../../core/page.ts';
import type { Rule } from '../../core/rules/rule.ts';
import { compareRuleIds, RULE_ID_FORM } from '../../core/rules/rule-id.ts';
import type { RuleScope } from '../../core/rules/rule-scope.ts';
import type { RulePageRequest } from './rule-store.ts';

/** A cursor within the rules that are written elsewhere: the id of the last one that was given. */
const WRITTEN = 'written:';
const isWrittenCursor = (text: string): boolean => text.startsWith(WRITTEN);

export async function pageOfRules(
  { limit, cursor, overriddenId }: RulePageRequest,
  listSaved: (page: RulePageRequest) => Promise<Page<Rule>>,
  allWritten: readonly Rule[],
): Promise<Page<Rule>> {
  const written = allWritten.filter(({ scope }) => overriddenId === undefined || isOverrideOf(scope, overriddenId));
  const text = cursor === undefined ? '' : Buffer.from(cursor, 'base64url').toString();
  if (isWrittenCursor(text)) return pageOfWritten(written, limit, idIn(text));
  const saved = await listSaved({ limit, cursor, overriddenId });
  if (saved.nextCursor !== null || written.length === 0) return saved;
  const rest = pageOfWritten(written, limit - saved.items.length, '');
  return { items: [...saved.items, ...rest.items], nextCursor: rest.nextCursor };
}

const isOverrideOf = (scope: RuleScope, id: string): boolean => scope.kind === 'override' && scope.overriddenId === id;

function pageOfWritten(written: readonly Rule[], limit: number, after: string): Page<Rule> {
  const left = [...written]
    .sort((a, b) => compareRuleIds(a.id, b.id))
    .filter(({ id }) => after === '' || compareRuleIds(id, after) > 0);
  const items = left.slice(0, limit);
  const last = items.at(-1)?.id ?? after;
  return { items, nextCursor: left.length > items.length ? Buffer.from(WRITTEN + last).toString('base64url') : null };
}

function idIn(text: string): string {
  const id = text.slice(WRITTEN.length);
  if (id === '' || RULE_ID_FORM.test(id)) return id;
  throw new TocsinError('bad_request', 'The cursor is not one that this list gave.', {
    details: [{ path: 'cursor', message: 'Leave it out to begin at the newest entry.' }],
  });
}
