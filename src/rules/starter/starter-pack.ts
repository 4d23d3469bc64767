// Rules for a beginning: what hardly any program writes unless something is wrong. They are offered, never in force by themselves.
import type { RawRule } from '../../core/rules/raw-rule.ts';

export interface StarterRule
  extends Pick<
    RawRule,
    'name' | 'pattern' | 'exclude_pattern' | 'severity' | 'threshold_count' | 'threshold_window_seconds'
  > {
  readonly name: string;
  /** What it looks for, in a sentence. */
  readonly about: string;
}

/** What is also written when all is well, now and then, has to come several times. */
const SEVERAL = { threshold_count: 5, threshold_window_seconds: 300 };

export const STARTER_PACK: readonly StarterRule[] = [
  {
    name: 'Panic',
    about: 'A program, or the kernel, gave up in the middle.',
    pattern: String.raw`(?:^|[\s\]"=])panic: |thread '[^']*'(?: \(\d+\))? panicked at|[Kk]ernel panic`,
    severity: 'critical',
  },
  {
    name: 'Out of memory',
    about: 'There was not enough memory, or something was killed for want of it.',
    pattern: String.raw`(?i)out of memory|\boom[- ]?kill(?:ed|er)\b|OutOfMemoryError|cannot allocate memory|\bENOMEM\b`,
    severity: 'critical',
  },
  {
    name: 'Disk full',
    about: 'Nothing can be written any more.',
    pattern: String.raw`(?i)no space left on device|\bENOSPC\b|disk (?:is )?full|disk quota exceeded`,
    severity: 'critical',
  },
  {
    name: 'Crash',
    about: 'A program was ended by a fault in its memory.',
    pattern: String.raw`(?i)segmentation fault|\bSIGSEGV\b|core dumped|stack smashing detected`,
    severity: 'critical',
  },
  {
    name: 'Fatal error',
    about: 'A program calls its own error fatal.',
    pattern: String.raw`(?:^|[\s\["=(])(?:FATAL|Fatal|fatal)(?: [Ee]rror)?[:\]" ]`,
    exclude_pattern: '(?i)non-?fatal|not fatal',
    severity: 'error',
  },
  {
    name: 'Unhandled error',
    about: 'An error that nobody in the program expected.',
    pattern: String.raw`(?i)\b(?:unhandled|uncaught)\b.{0,40}(?:exception|error|rejection)|UnhandledPromiseRejection|Traceback \(most recent call last\)|Exception in thread "`,
    severity: 'error',
  },
  {
    name: 'Database in trouble',
    about: 'Deadlocks, or more connections than a database has.',
    pattern:
      '(?i)deadlock (?:detected|found)|too many (?:clients already|connections)|database is locked|remaining connection slots are reserved',
    severity: 'error',
  },
  {
    name: 'Connection refused',
    about: 'Something that is needed does not answer, five times within five minutes.',
    pattern: String.raw`(?i)connection refused|\bECONNREFUSED\b`,
    severity: 'warn',
    ...SEVERAL,
  },
  {
    name: 'Failed logins',
    about: 'Somebody is not let in, five times within five minutes.',
    pattern:
      '(?i)authentication (?:failed|failure)|failed password for|invalid (?:credentials|user name or password)|login failed',
    severity: 'warn',
    ...SEVERAL,
  },
  {
    name: 'Certificate refused',
    about: 'A certificate has expired, or is not trusted.',
    pattern: '(?i)certificate (?:has expired|is expired|verify failed)|CERT_HAS_EXPIRED|x509: certificate',
    severity: 'warn',
  },
];
