// What the server finds wrong with itself, check by check.
import type { HealthReport } from '../../../api/shapes.ts';
import { checkTitle } from '../../system/check-words.ts';
import type { Hand } from './hand.ts';

type Checks = HealthReport['checks'];

const KNOWN: Readonly<Record<string, Pick<Hand, 'what' | 'href'>>> = {
  store: { what: 'The store cannot be written', href: '/system' },
  background: { what: 'Nobody does the background work', href: '/system' },
  engines: { what: 'Not everything is watched', href: '/workloads' },
  rules: { what: 'Not all rules are in force as they are written', href: '/rules' },
  dispatcher: { what: 'Not everything goes where it should', href: '/triggers' },
};

/** One for each check that is not well, in the server's words. */
export function checkHands(checks: Checks): readonly Hand[] {
  return Object.entries(checks).flatMap(([name, { status, message }]) => {
    if (status === 'ok') return [];
    const { what, href } = KNOWN[name] ?? { what: `${checkTitle(name)} needs a look`, href: '/system' };
    return [{ key: name, status, what, why: message, href }];
  });
}
