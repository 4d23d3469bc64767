import { describe } from 'vitest';

/** A server or program that some suites need and not every machine has. */
export interface Requirement {
  /** As it stands in TOCSIN_TEST_REQUIRE. */
  readonly name: string;
  /** Undefined when it is there; else why it is not, and what to do. */
  readonly missing: string | undefined;
}

/** The names in a list such as `postgres,promtool`. */
export function parseRequired(list: string | undefined): readonly string[] {
  return (list ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** Throws when the requirement is named in TOCSIN_TEST_REQUIRE and absent: there a skipped suite is a failure. */
export function isAvailable({ name, missing }: Requirement, required = process.env.TOCSIN_TEST_REQUIRE): boolean {
  if (missing === undefined) return true;
  if (parseRequired(required).includes(name))
    throw new Error(`TOCSIN_TEST_REQUIRE demands ${name}, which is absent: ${missing}`);
  return false;
}

/** `describe` for a suite with a requirement. Where it is absent the suite is skipped, with the reason in its title and on the terminal. */
export function describeWith(requirement: Requirement, title: string, suite: () => void): void {
  if (isAvailable(requirement)) {
    describe(title, suite);
    return;
  }
  const reason = `${requirement.name} is absent: ${requirement.missing}`;
  process.stderr.write(`skipped: ${title} (${reason})\n`);
  describe.runIf(false)(`${title} (skipped: ${reason})`, suite);
}
