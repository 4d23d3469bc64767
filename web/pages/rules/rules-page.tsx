// What a line has to say to become an event.
import { useState } from 'preact/hooks';
import { everyItem } from '../../api/every-item.ts';
import type { Mute, Rule } from '../../api/shapes.ts';
import type { Api } from '../../api/tocsin-api.ts';
import { asKnown } from '../../live/as-known.ts';
import { useLiveValue } from '../../live/use-live-value.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { Message } from '../../parts/message.tsx';
import { Page } from '../../parts/page.tsx';
import { useServices } from '../../services.ts';
import { useMe } from '../me.ts';
import { openMutes } from '../mutes/open-mutes.ts';
import { useDeeds } from '../use-deeds.ts';
import { type Names, namesOrNone } from '../use-names.ts';
import { RuleList } from './rule-list.tsx';

const EVERY_MS = 10_000;

export function RulesPage() {
  const { api, notices } = useServices();
  const { isAdmin } = useMe();
  const { value, fault, reload } = useLiveValue({ load: loaderOf(api), everyMs: EVERY_MS, weightOf: pagesOf });
  const [deleting, setDeleting] = useState<Rule | undefined>();
  const { perform, fault: failure } = useDeeds(reload);
  const failed = failure ?? fault?.message;
  const enable = (rule: Rule): Promise<void> =>
    perform(
      () => api.changeRule(rule.id, { enabled: !rule.enabled }),
      `“${rule.name}” is ${rule.enabled ? 'switched off' : 'in force'}.`,
    );
  const endMute = (mute: Mute): Promise<void> => perform(() => api.endMute(mute.id), 'The mute has ended.');
  const add = (
    <a class="button primary" href="/rules/new">
      New rule
    </a>
  );
  return (
    <Page title="Rules" lead="What a line has to say to become an event." actions={isAdmin && add}>
      {failed && <Message kind="bad">{failed}</Message>}
      {value && (
        <RuleList
          rules={value.rules}
          mutes={value.mutes}
          workloads={value.workloads}
          deeds={isAdmin ? { enable, remove: setDeleting, endMute } : undefined}
        />
      )}
      {deleting && (
        <ConfirmDialog
          title={`Delete “${deleting.name}”?`}
          deed="Delete rule"
          onConfirm={async () => {
            await api.deleteRule(deleting.id);
            notices.say(`“${deleting.name}” was deleted.`);
            setDeleting(undefined);
            reload();
          }}
          onClose={() => setDeleting(undefined)}
        >
          <p>Its events stay. What stands in its place in single workloads goes with it.</p>
        </ConfirmDialog>
      )}
    </Page>
  );
}

/** However many rules there are, it is one page of them that is read every ten seconds. */
const pagesOf = ({ rules }: { readonly rules: readonly Rule[] }): number => Math.max(1, Math.ceil(rules.length / 500));

/** Together, so that no row grows when it is known that its rule is muted, or what its workload is called, which is read once. */
function loaderOf(api: Api) {
  let names: Names = [];
  return async (signal: AbortSignal) => {
    const [rules, mutes, workloads] = await Promise.all([
      everyItem((cursor) => api.rules(cursor, signal)),
      asKnown(openMutes(api, signal)),
      names.length > 0 ? names : namesOrNone(api, signal),
    ]);
    names = workloads;
    return { rules, mutes: 'value' in mutes ? mutes.value : [], workloads };
  };
}
