// How a server without any account gets its first administrator: from the configuration, or through a one-time link. There is no default password.
import type { User } from '../../core/account.ts';
import { TocsinError } from '../../core/errors.ts';
import type { AccessOccurrences } from '../../telemetry/occurrences/access.ts';
import type { Accounts } from '../accounts.ts';
import { type RequestOrigin, THIS_MACHINE } from '../audited.ts';
import type { Credentials } from '../logins.ts';
import { SetupLink } from './setup-link.ts';

export interface FirstRunOptions {
  readonly accounts: Accounts;
  readonly occurrences: AccessOccurrences;
  readonly dataDir: string;
  /** Where people reach this server, without a slash at the end. */
  readonly baseUrl: string;
  /** From the configuration; it acts only while there is no user. */
  readonly adminPassword: string | undefined;
}

export class FirstRun {
  readonly #options: FirstRunOptions;
  #link: SetupLink | undefined;

  private constructor(options: FirstRunOptions) {
    this.#options = options;
  }

  static async begin(options: FirstRunOptions): Promise<FirstRun> {
    const firstRun = new FirstRun(options);
    if (!(await options.accounts.none())) {
      await SetupLink.discardIn(options.dataDir);
      return firstRun;
    }
    if (options.adminPassword === undefined) {
      firstRun.#link = await SetupLink.prepare({ dataDir: options.dataDir, baseUrl: options.baseUrl });
      options.occurrences.setupLinkWritten({ file: firstRun.#link.file });
      return firstRun;
    }
    const wanted = { username: 'admin', password: options.adminPassword, role: 'admin' } as const;
    const actor = { kind: 'setup', id: '', name: 'configuration' } as const;
    await options.accounts.createFirst(wanted, { actor, origin: THIS_MACHINE });
    await SetupLink.discardIn(options.dataDir);
    return firstRun;
  }

  /** For a server that lets everybody in: it has no first account to wait for, and looks at no data directory. */
  static notNeeded(options: FirstRunOptions): FirstRun {
    return new FirstRun(options);
  }

  get link(): { readonly url: string; readonly file: string } | undefined {
    return this.#link && { url: this.#link.url, file: this.#link.file };
  }

  /** Tells the link where the server really listens. */
  async listensAt(baseUrl: string): Promise<void> {
    await this.#link?.moveTo(baseUrl);
  }

  /** Whether somebody with the link could make the first account now. */
  async isOpen(): Promise<boolean> {
    return this.#link !== undefined && (await this.#options.accounts.none());
  }

  async complete(wanted: Credentials & { readonly token: string }, origin: RequestOrigin): Promise<User> {
    if (!(await this.isOpen())) throw tooLate();
    if (!this.#link?.opens(wanted.token)) {
      throw new TocsinError(
        'forbidden',
        'This setup link is not valid. The current one stands in the file that the server named at its start.',
      );
    }
    const { username, password } = wanted;
    const actor = { kind: 'setup', id: '', name: 'setup link' } as const;
    const user = await this.#options.accounts.createFirst({ username, password, role: 'admin' }, { actor, origin });
    if (!user) throw tooLate();
    await this.#link.discard();
    this.#link = undefined;
    this.#options.occurrences.setupCompleted({ username, clientIp: origin.address });
    return user;
  }
}

/** Said to whoever comes when the first account is there, and to whoever was a moment slower than somebody else. */
function tooLate(): TocsinError {
  return new TocsinError('conflict', 'This server has its first account already; log in instead.');
}
