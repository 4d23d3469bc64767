// Guessing passwords is slowed down per address and per account, with a delay that doubles. An attempt counts as failed from its
// beginning, so that a thousand attempts sent at once do not pass together; a success takes its own mark back. Attempts that were
// turned away count for nothing: nobody can lock an account for longer by going on. Accounts that do not exist are treated alike.
// Where an account was opened before, only the address counts: else a stranger who goes on guessing would keep its owner out.
import type { Clock } from '../core/clock.ts';
import { clientNetwork } from './client-network.ts';

interface Limits {
  /** Failures that cost nothing. */
  readonly free: number;
  readonly longestDelayMs: number;
}

const ACCOUNT: Limits = { free: 5, longestDelayMs: 60_000 };
const ADDRESS: Limits = { free: 10, longestDelayMs: 15 * 60_000 };
const FIRST_DELAY_MS = 1_000;
const FORGET_AFTER_MS = 60 * 60_000;
const MOST_KEYS = 20_000;
const MOST_KNOWN = 2_000;

interface Failures {
  count: number;
  lastAt: number;
}

export type LoginAdmission =
  | { readonly admitted: false; readonly scope: 'account' | 'address'; readonly retryAfterSeconds: number }
  | {
      readonly admitted: true;
      /** The password was right. */
      readonly succeeded: () => void;
      /** Nobody could say whether the password was right. */
      readonly withdrawn: () => void;
    };

export class LoginThrottle {
  readonly #clock: Clock;
  /** In the order of their last failure, so that the first is the one to forget when there are too many. */
  readonly #records = new Map<string, Failures>();
  /** From where an account was opened before: there its owner is not kept out by what others try from elsewhere. */
  readonly #known = new Set<string>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Call before the password is looked at, and `succeeded` when it was right. */
  begin(attempt: { readonly address: string; readonly username: string }): LoginAdmission {
    const account = `account ${attempt.username.toLowerCase()}`;
    const address = `address ${clientNetwork(attempt.address)}`;
    const known = `${account} from ${address}`;
    const waits = {
      account: this.#known.has(known) ? 0 : this.#waitFor(account, ACCOUNT),
      address: this.#waitFor(address, ADDRESS),
    };
    const scope = waits.account > waits.address ? 'account' : 'address';
    if (waits[scope] > 0) return { admitted: false, scope, retryAfterSeconds: Math.ceil(waits[scope] / 1000) };
    this.#fail(account);
    this.#fail(address);
    return {
      admitted: true,
      succeeded: () => this.#succeed({ account, address, known }),
      withdrawn: () => this.#takeBack(account, address),
    };
  }

  /** How many accounts and addresses are remembered. */
  get remembered(): number {
    return this.#records.size;
  }

  #waitFor(key: string, limits: Limits): number {
    const record = this.#records.get(key);
    if (!record) return 0;
    const age = this.#clock.monotonic() - record.lastAt;
    if (age >= FORGET_AFTER_MS) {
      this.#records.delete(key);
      return 0;
    }
    if (record.count < limits.free) return 0;
    const delay = Math.min(limits.longestDelayMs, FIRST_DELAY_MS * 2 ** Math.min(record.count - limits.free, 30));
    return delay - age;
  }

  #fail(key: string): void {
    const count = (this.#records.get(key)?.count ?? 0) + 1;
    this.#records.delete(key);
    this.#records.set(key, { count, lastAt: this.#clock.monotonic() });
    forgetOldest(this.#records, MOST_KEYS);
  }

  /** The account starts afresh; the address only gets this attempt back, else one known password would free it to guess others. */
  #succeed({
    account,
    address,
    known,
  }: {
    readonly account: string;
    readonly address: string;
    readonly known: string;
  }): void {
    this.#records.delete(account);
    this.#takeBack(address);
    this.#known.delete(known);
    this.#known.add(known);
    forgetOldest(this.#known, MOST_KNOWN);
  }

  #takeBack(...keys: readonly string[]): void {
    for (const key of keys) {
      const record = this.#records.get(key);
      if (record) record.count -= 1;
    }
  }
}

function forgetOldest(keys: Map<string, unknown> | Set<string>, most: number): void {
  if (keys.size <= most) return;
  const oldest = keys.keys().next();
  if (!oldest.done) keys.delete(oldest.value);
}
