// Passwords are kept as argon2id hashes in PHC form ($argon2id$v=19$m=…,t=…,p=…$salt$hash), which other software reads as well.
import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { TocsinError } from '../../core/errors.ts';
import type { AccessOccurrences } from '../../telemetry/occurrences/access.ts';
import { WorkQueue } from './work-queue.ts';

/** OWASP's first recommendation for argon2id: about 50 ms and 19 MiB a hash. */
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;
const SALT_BYTES = 16;
const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

/** Each hash costs 19 MiB and a thread for as long as it runs; more than this many at once would starve everything else. */
const MOST_AT_ONCE = 2;
const MOST_WAITING = 50;

type PasswordOccurrences = Pick<AccessOccurrences, 'passwordRefused'>;

const derive = promisify(argon2);

/** Makes and compares the hashes of passwords, a few at a time. A process has one, so that the bound holds for all of it. */
export class PasswordHasher {
  readonly #queue: WorkQueue;
  /** A hash that no password has, to be compared with where there is no account. */
  readonly #hashOfNobody: string;

  private constructor(hashOfNobody: string, occurrences: PasswordOccurrences) {
    this.#hashOfNobody = hashOfNobody;
    this.#queue = new WorkQueue({
      mostAtOnce: MOST_AT_ONCE,
      mostWaiting: MOST_WAITING,
      refusal() {
        occurrences.passwordRefused({ waiting: MOST_WAITING });
        return new TocsinError('too_many_requests', 'Too many logins at once; try again in a few seconds.', {
          retryAfterSeconds: 5,
        });
      },
    });
  }

  /** Made before the first login, so that none takes longer because it prepares something. */
  static async prepare({ occurrences }: { readonly occurrences: PasswordOccurrences }): Promise<PasswordHasher> {
    return new PasswordHasher(await phcOf(randomBytes(32).toString('hex')), occurrences);
  }

  hash(password: string): Promise<string> {
    return this.#queue.run(() => phcOf(password));
  }

  /** Takes the same time whether or not there is such an account: pass `undefined` where none was found. */
  async verify(password: string, stored: string | undefined): Promise<boolean> {
    const parts = PHC.exec(stored ?? this.#hashOfNobody);
    if (!parts) throw new TocsinError('internal', 'A stored password hash is not in a form that this version reads.');
    const [, memory, passes, parallelism, salt = '', expected = ''] = parts;
    const wanted = Buffer.from(expected, 'base64');
    const cost = {
      memory: Number(memory),
      passes: Number(passes),
      parallelism: Number(parallelism),
      tagLength: wanted.length,
    };
    const nonce = Buffer.from(salt, 'base64');
    const actual = await this.#queue.run(() => derive('argon2id', parameters(password, nonce, cost)));
    return timingSafeEqual(actual, wanted) && stored !== undefined;
  }
}

async function phcOf(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive('argon2id', parameters(password, salt, COST));
  const cost = `m=${COST.memory},t=${COST.passes},p=${COST.parallelism}`;
  return `$argon2id$v=19$${cost}$${unpadded(salt)}$${unpadded(hash)}`;
}

function parameters(
  password: string,
  nonce: Buffer,
  cost: Omit<Argon2Parameters, 'message' | 'nonce'>,
): Argon2Parameters {
  return { message: password.normalize('NFC'), nonce, ...cost };
}

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
