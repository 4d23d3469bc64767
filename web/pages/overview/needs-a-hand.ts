// What somebody should do something about, each with the place where it is mended; the worst first.
import type { Health, HealthReport, RuleStats, SystemReport, Trigger } from '../../api/shapes.ts';
import { showCount } from '../../format/count.ts';
import type { Known } from '../../live/as-known.ts';
import { checkTitle } from '../system/check-words.ts';
import { engineWords, isOnlyWished } from '../system/watched-engines.ts';
import { triggerWords } from '../triggers/trigger-words.ts';
import type { Troubles } from './overview.ts';

export interface Hand {
  readonly key: string;
  readonly status: Exclude<Health, 'ok'>;
  readonly what: string;
  readonly why: string;
  readonly href: string;
}

type RuleErrors = RuleStats['last_compile_errors'];
type GivenUp = Extract<Troubles['dead'], { readonly value: unknown }>['value'];

export interface Standing extends Omit<Troubles, 'hasRules'> {
  readonly health: Pick<HealthReport, 'checks'>;
  readonly system: Pick<SystemReport, 'engines' | 'coverage'>;
}

export function handsNeeded({ health, system, rules, triggers, dead }: Standing): readonly Hand[] {
  const known = 'value' in triggers ? triggers.value : [];
  const told = {
    engines: [...engineTroubles(system.engines), ...containerTroubles(system.coverage)],
    rules: 'value' in rules ? ruleTroubles(rules.value.last_compile_errors) : [],
    dispatcher: known.filter(({ enabled }) => enabled).flatMap(triggerTrouble),
  };
  const hands = [
    ...checkTroubles(health.checks, told),
    ...told.engines,
    ...told.rules,
    ...('value' in dead ? deliveryTroubles(dead.value) : []),
    ...told.dispatcher,
    ...known.filter(({ enabled }) => !enabled).flatMap(triggerTrouble),
    ...unknown({ rules, triggers, deliveries: dead }),
  ];
  return [...hands.filter(({ status }) => status === 'failing'), ...hands.filter(({ status }) => status !== 'failing')];
}

/** Where nobody can look, nobody can say that all is well. */
function unknown(parts: Readonly<Record<string, Known<unknown>>>): readonly Hand[] {
  return Object.entries(parts).flatMap(([name, part]) => {
    if ('value' in part) return [];
    const what = `The ${name} cannot be looked at just now`;
    return [{ key: `unknown ${name}`, status: 'degraded', what, why: part.fault.message, href: `/${name}` }];
  });
}

const CHECKS: Readonly<Record<string, Pick<Hand, 'what' | 'href'>>> = {
  store: { what: 'The store cannot be written', href: '/system' },
  background: { what: 'Nobody does the background work', href: '/system' },
  engines: { what: 'Not everything is watched', href: '/workloads' },
  rules: { what: 'Not all rules are in force as they are written', href: '/rules' },
  dispatcher: { what: 'Not everything goes where it should', href: '/triggers' },
};

/** Whatever the server finds wrong with itself is told: by each of the things that it is about where they are known, else in its own words. */
function checkTroubles(
  checks: Standing['health']['checks'],
  told: Readonly<Record<string, readonly Hand[]>>,
): readonly Hand[] {
  return Object.entries(checks).flatMap(([name, { status, message }]) => {
    if (status === 'ok' || (told[name] ?? []).length > 0) return [];
    const { what, href } = CHECKS[name] ?? { what: `${checkTitle(name)} needs a look`, href: '/system' };
    return [{ key: name, status, what, why: message, href }];
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

function ruleTroubles(errors: RuleErrors): readonly Hand[] {
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

function whereOf({ origin, field, position }: RuleErrors[number]): string {
  const place = position === null ? '' : `, at character ${position + 1}`;
  const part = field === null ? '' : `${field.replaceAll('_', ' ')}${place}; `;
  return `(${part}${ORIGIN_WORDS[origin] ?? origin})`;
}

function deliveryTroubles({ count, more }: GivenUp): readonly Hand[] {
  if (count === 0) return [];
  const what = `${more ? 'More than ' : ''}${showCount(count, 'delivery was', 'deliveries were')} given up`;
  const why = count === 1 && !more ? 'It can be tried again.' : 'They can be tried again, one or all.';
  return [{ key: 'deliveries', status: 'degraded', what, why, href: '/deliveries?state=dead' }];
}

/** Only what an administrator typed here is changed on its own page; the list is where a trigger is resumed and enabled, and says of each where it stands. */
function triggerTrouble(trigger: Trigger): readonly Hand[] {
  const { id, name, suspension, enabled, origin } = trigger;
  const { status, words, why = 'No event goes through it.' } = triggerWords(trigger);
  if (status === 'ok') return [];
  const isMendedByChange = enabled && suspension === null && origin === 'api';
  const href = isMendedByChange ? `/triggers/${encodeURIComponent(id)}` : '/triggers';
  return [{ key: `trigger ${id}`, status, what: `“${name}” is ${words.toLowerCase()}`, why, href }];
}
