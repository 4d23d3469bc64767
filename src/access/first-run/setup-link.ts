// The link that opens a server without any account, and the file that keeps it.
import { timingSafeEqual } from 'node:crypto';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { hashToken, newSessionToken } from '../opaque-token.ts';

const SETUP_TOKEN = /#token=([A-Za-z0-9_-]{43})\s*$/;

/**
 * The one-time link by which the first administrator comes in. It is kept in `<data>/setup-link`, readable by the owner alone, so that
 * it can be found again after a restart; it is gone once it was used. Whoever can read that file owns the server anyway.
 */
export class SetupLink {
  readonly file: string;
  #baseUrl: string;
  #token: string | undefined;

  private constructor(options: { readonly file: string; readonly baseUrl: string; readonly token: string }) {
    this.file = options.file;
    this.#baseUrl = options.baseUrl;
    this.#token = options.token;
  }

  /** Removes a link that an earlier start left and that opens nothing any more. */
  static async discardIn(dataDir: string): Promise<void> {
    await rm(fileIn(dataDir), { force: true });
  }

  /** Takes up the link of an earlier start that was not used yet, or makes a new one. */
  static async prepare(options: { readonly dataDir: string; readonly baseUrl: string }): Promise<SetupLink> {
    const file = fileIn(options.dataDir);
    const token = (await readToken(file)) ?? newSessionToken().text;
    const link = new SetupLink({ file, baseUrl: options.baseUrl, token });
    await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
    await link.#write();
    return link;
  }

  /** The token stands behind `#`, so that it reaches no server log, no proxy and no Referer header. */
  get url(): string {
    return `${this.#baseUrl}/setup#token=${this.#token ?? ''}`;
  }

  /** The port may be known only once the server listens. */
  async moveTo(baseUrl: string): Promise<void> {
    if (baseUrl === this.#baseUrl || this.#token === undefined) return;
    this.#baseUrl = baseUrl;
    await this.#write();
  }

  opens(token: string): boolean {
    if (this.#token === undefined) return false;
    return timingSafeEqual(Buffer.from(hashToken(token)), Buffer.from(hashToken(this.#token)));
  }

  /** Called once there is an administrator. */
  async discard(): Promise<void> {
    this.#token = undefined;
    await rm(this.file, { force: true });
  }

  async #write(): Promise<void> {
    await writeFile(this.file, `${this.url}\n`, { mode: 0o600 });
    await chmod(this.file, 0o600);
  }
}

const fileIn = (dataDir: string): string => path.join(dataDir, 'setup-link');

async function readToken(file: string): Promise<string | undefined> {
  try {
    return SETUP_TOKEN.exec(await readFile(file, 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}
