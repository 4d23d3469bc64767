// One rule on the page of a workload: of those in force there, or of those that are left out there.
import type { ComponentChildren } from 'preact';
import type { EffectiveRules } from '../../../api/shapes.ts';
import { SeverityMark } from '../../../parts/marks/severity-mark.tsx';
import { isWrittenElsewhere } from '../../rules/rule-words.ts';

export type InForce = EffectiveRules['rules'][number];
export type LeftOut = EffectiveRules['left_out'][number];

export interface InForceDeeds {
  readonly switchOff: (rule: InForce) => Promise<void>;
  /** Of an override, so that its rule holds again. */
  readonly remove: (rule: InForce) => void;
}

interface InForceItemProps {
  readonly rule: InForce;
  readonly workloadId: string;
  /** Undefined for whoever may not change anything. */
  readonly deeds: InForceDeeds | undefined;
}

export function InForceItem({ rule, workloadId, deeds }: InForceItemProps) {
  return (
    <li>
      <RuleHead rule={rule} note={<From rule={rule} />} />
      {deeds && rule.from === 'global' && (
        <div class="rule-deeds">
          <a
            class="button quiet"
            href={`/rules/new?overrides=${rule.id}&workload=${workloadId}&from=workload`}
            aria-label={`Override here: ${rule.name}`}
          >
            Override here
          </a>
          <button
            type="button"
            class="quiet"
            aria-label={`Switch off here: ${rule.name}`}
            onClick={() => void deeds.switchOff(rule)}
          >
            Switch off here
          </button>
        </div>
      )}
      {deeds && rule.from !== 'global' && rule.origin === 'api' && (
        <div class="rule-deeds">
          <a class="button quiet" href={`/rules/${rule.id}?from=workload`} aria-label={`Edit: ${rule.name}`}>
            Edit
          </a>
          {rule.replaces && (
            <button
              type="button"
              class="quiet"
              aria-label={`Use the rule for all again: ${rule.replaces.name}`}
              onClick={() => deeds.remove(rule)}
            >
              Use the rule for all
            </button>
          )}
        </div>
      )}
    </li>
  );
}

interface LeftOutItemProps {
  readonly rule: LeftOut;
  readonly onSwitchOn: ((rule: LeftOut) => Promise<void>) | undefined;
}

export function LeftOutItem({ rule, onSwitchOn }: LeftOutItemProps) {
  const isOurs = rule.by !== null && !isWrittenElsewhere(rule.by.id);
  return (
    <li class="left-out">
      <RuleHead rule={rule} note={<Why rule={rule} />} />
      {onSwitchOn && isOurs && rule.reason === 'switched_off' && (
        <div class="rule-deeds">
          <button
            type="button"
            class="quiet"
            aria-label={`Use it again: ${rule.name}`}
            onClick={() => void onSwitchOn(rule)}
          >
            Use it again
          </button>
        </div>
      )}
    </li>
  );
}

function RuleHead({ rule, note }: { readonly rule: InForce | LeftOut; readonly note: ComponentChildren }) {
  return (
    <div class="rule-head">
      <p>
        <a class="rule-name" href={`/rules/${rule.id}`}>
          {rule.name}
        </a>{' '}
        <SeverityMark severity={rule.severity} />
      </p>
      <code class="break">
        {rule.field !== null && `${rule.field}: `}
        {rule.pattern}
      </code>
      <p class="soft">{note}</p>
    </div>
  );
}

function From({ rule: { from, replaces } }: { readonly rule: InForce }) {
  if (from === 'global') return <>for all workloads</>;
  if (from === 'workload') return <>for this workload alone</>;
  return (
    <>
      stands in the place of <RuleLink rule={replaces} />
    </>
  );
}

const WHY: Readonly<Record<Exclude<LeftOut['reason'], 'replaced'>, string>> = {
  switched_off: 'switched off here',
  disabled: 'disabled',
  broken: 'broken: it does not compile, or another rule has its name',
  nothing_to_override: 'the rule that it stands for is not there',
};

function Why({ rule: { reason, by } }: { readonly rule: LeftOut }) {
  if (reason !== 'replaced') return <>{WHY[reason]}</>;
  return (
    <>
      replaced here by <RuleLink rule={by} />
    </>
  );
}

const RuleLink = ({ rule }: { readonly rule: InForce['replaces'] }) =>
  rule ? <a href={`/rules/${rule.id}`}>{rule.name}</a> : <>another rule</>;
