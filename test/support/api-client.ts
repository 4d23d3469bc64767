/** One caller of the API: a browser without an interface, or a program with a token. Keeps its cookie, follows nothing. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined when there was none. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
}

export class ApiClient {
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;
  #cookie: string | undefined;

  constructor(url: string, headers: Readonly<Record<string, string>> = {}) {
    this.#url = url;
    this.#headers = headers;
  }

  get cookie(): string | undefined {
    return this.#cookie;
  }

  set cookie(cookie: string | undefined) {
    this.#cookie = cookie;
  }

  get(path: string): Promise<Reply> {
    return this.send('GET', path);
  }

  post(path: string, body?: unknown): Promise<Reply> {
    return this.send('POST', path, body);
  }

  async send(method: string, path: string, body?: unknown): Promise<Reply> {
    const reply = await fetch(this.#url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.#cookie === undefined ? {} : { cookie: this.#cookie }),
        ...this.#headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const set = reply.headers.getSetCookie()[0];
    if (set !== undefined) this.#cookie = set.includes('Max-Age=0') ? undefined : set.split(';')[0];
    const text = await reply.text();
    return { status: reply.status, headers: reply.headers, text, body: parsed(text) };
  }

  /** Logs in and keeps the cookie. */
  async login(username: string, password: string): Promise<Reply> {
    return this.post('/api/auth/login', { username, password });
  }
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
