import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { TocsinError } from '../core/errors.ts';

// Passwords are kept as argon2id hashes in PHC form ($argon2id$v=19$m=…,t=…,p=…$salt$hash), which other software reads as well.

/** OWASP's first recommendation for argon2id: about 50 ms and 19 MiB a hash. */
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;
const SALT_BYTES = 16;
const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

/** Each hash costs 19 MiB and a thread for as long as it runs; more than this many at once would starve everything else. */
const MOST_AT_ONCE = 2;
const MOST_WAITING = 50;

const derive = promisify(argon2);
let running = 0;
const waiting: (() => void)[] = [];

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await inTurn(() => derive('argon2id', parameters(password, salt, COST)));
  const cost = `m=${COST.memory},t=${COST.passes},p=${COST.parallelism}`;
  return `$argon2id$v=19$${cost}$${unpadded(salt)}$${unpadded(hash)}`;
}

/** Takes the same time whether or not there is such an account: pass `undefined` where none was found. */
export async function verifyPassword(password: string, stored: string | undefined): Promise<boolean> {
  const parts = PHC.exec(stored ?? (await hashOfNobody()));
  if (!parts) throw new TocsinError('internal', 'A stored password hash is not in a form that this version reads.');
  const [, memory, passes, parallelism, salt = '', expected = ''] = parts;
  const wanted = Buffer.from(expected, 'base64');
  const cost = {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: wanted.length,
  };
  const actual = await inTurn(() => derive('argon2id', parameters(password, Buffer.from(salt, 'base64'), cost)));
  return timingSafeEqual(actual, wanted) && stored !== undefined;
}

let nobody: Promise<string> | undefined;

/** A hash that no password has, to be compared with where there is no account. Made once, and by the server before it listens. */
export function hashOfNobody(): Promise<string> {
  nobody ??= hashPassword(randomBytes(32).toString('hex'));
  return nobody;
}

function parameters(
  password: string,
  nonce: Buffer,
  cost: Omit<Argon2Parameters, 'message' | 'nonce'>,
): Argon2Parameters {
  return { message: password.normalize('NFC'), nonce, ...cost };
}

async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running >= MOST_AT_ONCE) {
    if (waiting.length >= MOST_WAITING) {
      throw new TocsinError('too_many_requests', 'Too many logins at once; try again in a few seconds.', {
        retryAfterSeconds: 5,
      });
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
