import { isIPv6 } from 'node:net';
import type { Clock } from '../core/clock.ts';

// Guessing passwords is slowed down per address and per account, with a delay that doubles. An attempt counts as failed from its
// beginning, so that a thousand attempts sent at once do not pass together; a success takes its own mark back. Attempts that were
// turned away count for nothing: nobody can lock an account for longer by going on. Accounts that do not exist are treated alike.

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

interface Failures {
  count: number;
  lastAt: number;
}

export type LoginAdmission =
  | { readonly admitted: false; readonly scope: 'account' | 'address'; readonly retryAfterSeconds: number }
  | { readonly admitted: true; readonly succeeded: () => void };

export class LoginThrottle {
  readonly #clock: Clock;
  /** In the order of their last failure, so that the first is the one to forget when there are too many. */
  readonly #records = new Map<string, Failures>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Call before the password is looked at, and `succeeded` when it was right. */
  begin(attempt: { readonly address: string; readonly username: string }): LoginAdmission {
    const account = `account ${attempt.username.toLowerCase()}`;
    const address = `address ${network(attempt.address)}`;
    const waits = { account: this.#waitFor(account, ACCOUNT), address: this.#waitFor(address, ADDRESS) };
    const scope = waits.account > waits.address ? 'account' : 'address';
    if (waits[scope] > 0) return { admitted: false, scope, retryAfterSeconds: Math.ceil(waits[scope] / 1000) };
    this.#fail(account);
    this.#fail(address);
    return { admitted: true, succeeded: () => this.#succeed(account, address) };
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
    if (this.#records.size <= MOST_KEYS) return;
    const oldest = this.#records.keys().next();
    if (!oldest.done) this.#records.delete(oldest.value);
  }

  /** The account starts afresh; the address only gets this attempt back, else one known password would free it to guess others. */
  #succeed(account: string, address: string): void {
    this.#records.delete(account);
    const record = this.#records.get(address);
    if (record) record.count -= 1;
  }
}

/** An IPv6 user commands a whole /64, so that is what counts as one address. */
function network(address: string): string {
  if (!isIPv6(address)) return address;
  if (address.toLowerCase().startsWith('::ffff:') && address.includes('.')) return address.slice('::ffff:'.length);
  const [head = '', tail] = address.toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  const behind = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - behind.length;
  const full = [...groups, ...Array.from({ length: Math.max(0, missing) }, () => '0'), ...behind];
  return `${full.slice(0, 4).join(':')}::/64`;
}
