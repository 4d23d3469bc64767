// The versions of the Docker API: which one to speak with an engine. All that we ask for is the same in every one of them.

/** The newest that this client was made for. Version 1.42 is the first whose answers say whether lines come in frames. */
export const OURS = 44;
/** Before it some of what we ask for is missing; it belongs to Docker 1.12 of 2016. */
export const OLDEST = 24;

/** `1.41` → 41; undefined for what is no version. */
export function parseVersion(text: unknown): number | undefined {
  const minor = typeof text === 'string' ? /^1\.(?<minor>\d{1,3})$/.exec(text)?.groups?.minor : undefined;
  return minor === undefined ? undefined : Number(minor);
}

export const versionText = (minor: number): string => `1.${minor}`;

/** What to speak with an engine that knows versions up to `newest`. */
export const versionFor = (newest: number): number => Math.min(newest, OURS);

/** An engine that refuses a version names the nearest that it takes: "client version 1.99 is too new. Maximum supported API version is 1.41". */
export function versionDemanded(message: string | undefined): number | undefined {
  const named = /(?:Maximum|Minimum) supported API version is (?<version>1\.\d{1,3})/i.exec(message ?? '');
  return parseVersion(named?.groups?.version);
}
