// Another program that reads files: what it is told to do, and where it leaves the lines that it found.

export interface PeerTask {
  /** The file to be read, from its beginning. */
  readonly log: string;
  /** In RE2's syntax; a line is wanted that matches one of them. */
  readonly patterns: readonly string[];
  /** Its own, for whatever it needs. */
  readonly folder: string;
  /** Where it writes each wanted line. */
  readonly out: string;
}

export interface Peer {
  readonly name: string;
  /** In the order of what is looked for: a variable of the environment that names it, then its name on the PATH. */
  readonly variable: string;
  readonly program: string;
  /** With which it tells its version. */
  readonly versionFlag: string;
  /** Files of its configuration, by name, and its arguments. */
  configure(task: PeerTask): { readonly files: Readonly<Record<string, string>>; readonly args: readonly string[] };
  /** What others have published of it, for where it is not to be had. */
  readonly published: string;
}

/** Names of groups are not needed, and other dialects write them otherwise or refuse one that comes twice. */
export const withoutNames = (pattern: string): string => pattern.replaceAll(/\(\?P<\w+>/g, '(?:');
