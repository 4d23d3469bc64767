// What somebody should do something about, each with the place where it is mended; the worst first.
import type { Health, HealthReport, RuleStats, SystemReport, Trigger } from '../../api/shapes.ts';
import { showCount } from '../../format/count.ts';
import { engineWords, isOnlyWished } from '../system/watched-engines.ts';

export interface Hand {
  readonly key: string;
  readonly status: Exclude<Health, 'ok'>;
  readonly what: string;
  readonly why: string;
  readonly href: string;
}

export interface Standing {
  readonly health: Pick<HealthReport, 'checks'>;
  readonly system: Pick<SystemReport, 'engines' | 'coverage'>;
  readonly rules: Pick<RuleStats, 'last_compile_errors'>;
  readonly triggers: readonly Trigger[];
  /** Deliveries that were given up; `more` when there are more than were looked at. */
  readonly dead: { readonly count: number; readonly more: boolean };
}

export function handsNeeded(standing: Standing): readonly Hand[] {
  const hands = [
    ...ownTroubles(standing.health),
    ...engineTroubles(standing.system.engines),
    ...containerTroubles(standing.system.coverage),
    ...ruleTroubles(standing.rules.last_compile_errors),
    ...deliveryTroubles(standing.dead),
    ...standing.triggers.flatMap(triggerTrouble),
  ];
  return [...hands.filter(({ status }) => status === 'failing'), ...hands.filter(({ status }) => status !== 'failing')];
}

/** The other checks are told by what they are about, below. */
const OWN: Readonly<Record<string, string>> = {
  store: 'The store cannot be written',
  background: 'Nobody does the background work',
};

function ownTroubles({ checks }: Standing['health']): readonly Hand[] {
  return Object.entries(OWN).flatMap(([name, what]) => {
    const check = checks[name];
    if (check === undefined || check.status === 'ok') return [];
    return [{ key: name, status: check.status, what, why: check.message, href: '/system' }];
  });
}

function engineTroubles(engines: Standing['system']['engines']): readonly Hand[] {
  return engines
    .filter((engine) => !isOnlyWished(engine) && (engine.state === 'down' || engine.watched_by === 'nobody'))
    .map((engine) => ({
      key: `engine ${engine.name}`,
      status: 'failing',
      what: `${engine.name} is not watched`,
      why: engine.last_fault?.words ?? engineWords(engine),
      href: '/system',
    }));
}

function containerTroubles(coverage: Standing['system']['coverage']): readonly Hand[] {
  const { containers_unreadable: unreadable, containers_stuck: stuck } = coverage;
  const [href, status] = ['/workloads', 'degraded'] as const;
  return [
    ...(unreadable > 0
      ? [
          {
            key: 'unreadable',
            status,
            href,
            what: `${showCount(unreadable, 'container')} cannot be read`,
            why: 'Each says why.',
          },
        ]
      : []),
    ...(stuck > 0
      ? [
          {
            key: 'stuck',
            status,
            href,
            what: `${showCount(stuck, 'container is', 'containers are')} behind`,
            why: STUCK,
          },
        ]
      : []),
  ];
}

const STUCK = 'Newer lines are known, and for two minutes none was read.';

function ruleTroubles(errors: Standing['rules']['last_compile_errors']): readonly Hand[] {
  return errors.map((error) => ({
    key: `rule ${error.rule_id} ${error.field}`,
    status: 'degraded',
    what: `“${error.rule_name}” is not in force`,
    why: `${error.message} ${whereOf(error)}`,
    href: error.origin === 'api' ? `/rules/${encodeURIComponent(error.rule_id)}` : '/rules',
  }));
}

const ORIGIN_WORDS: Readonly<Record<string, string>> = {
  api: 'made through the API',
  yaml: 'in the configuration file',
  label: 'in a label of a container',
};

function whereOf({ origin, field, position }: Standing['rules']['last_compile_errors'][number]): string {
  const place = position === null ? '' : `, at character ${position + 1}`;
  const part = field === null ? '' : `${field.replaceAll('_', ' ')}${place}; `;
  return `(${part}${ORIGIN_WORDS[origin] ?? origin})`;
}

function deliveryTroubles({ count, more }: Standing['dead']): readonly Hand[] {
  if (count === 0) return [];
  const what = `${more ? 'More than ' : ''}${showCount(count, 'delivery was', 'deliveries were')} given up`;
  const why = 'They can be tried again, one or all.';
  return [{ key: 'deliveries', status: 'degraded', what, why, href: '/deliveries?state=dead' }];
}

function triggerTrouble(trigger: Trigger): readonly Hand[] {
  const { id, name, fault, suspension, enabled } = trigger;
  const found = { key: `trigger ${id}`, status: 'degraded', href: `/triggers/${encodeURIComponent(id)}` } as const;
  if (!enabled) return [{ ...found, what: `“${name}” is switched off`, why: 'No event goes through this trigger.' }];
  if (fault !== null) return [{ ...found, what: `Nothing goes through “${name}”`, why: fault }];
  if (suspension === null) return [];
  return [{ ...found, status: 'failing', what: `“${name}” was given up`, why: SUSPENDED[suspension] }];
}

const SUSPENDED: Readonly<Record<NonNullable<Trigger['suspension']>, string>> = {
  gone: 'Its receiver said that it is gone for good.',
  failing: 'Nothing came through in five days of trying.',
};
