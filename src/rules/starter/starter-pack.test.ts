import { describe, expect, test } from 'vitest';
import { defineRule } from '../../core/rules/raw-rule.ts';
import { compileRule } from '../../match/compile-rule.ts';
import { tryRule } from '../trial/try-rule.ts';
import { STARTER_PACK } from './starter-pack.ts';

/** Of each rule lines as programs write them that are hits, and lines that look alike and are none. */
const LINES: Readonly<Record<string, { readonly hits: readonly string[]; readonly others: readonly string[] }>> = {
  Panic: {
    hits: [
      'panic: runtime error: index out of range [7] with length 3',
      '2026/11/21 06:30:12 http: panic: serving 10.0.0.7:5123: boom',
      "thread 'main' panicked at src/main.rs:4:5:",
      "thread 'tokio-runtime-worker' (17) panicked at src/lib.rs:9:1:",
      'Kernel panic - not syncing: Attempted to kill init!',
    ],
    others: ['no need to panic', 'panic mode disabled', 'GET /panic 200'],
  },
  'Out of memory': {
    hits: [
      'Out of memory: Killed process 4711 (java) total-vm:8123456kB',
      'java.lang.OutOfMemoryError: Java heap space',
      'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
      'fork: Cannot allocate memory',
      'invoked oom-killer: gfp_mask=0x100cca',
    ],
    others: ['the room is full', 'oom_score_adj set to 0', 'memory: 512 MiB of 1 GiB in use'],
  },
  'Disk full': {
    hits: [
      'write /var/lib/db/0001: no space left on device',
      "Error: ENOSPC: no space left, write '/data/x'",
      'SQLITE_FULL: database or disk is full',
      'Disk quota exceeded',
    ],
    others: ['disk usage is 40 %', 'full disk scan finished', 'space left: 3 GiB'],
  },
  Crash: {
    hits: [
      'Segmentation fault (core dumped)',
      'panic: SIGSEGV: segmentation violation',
      '*** stack smashing detected ***',
    ],
    others: ['segment 17 uploaded', 'the core was dumped into the compost'],
  },
  'Fatal error': {
    hits: [
      'FATAL:  database "shop" does not exist',
      'fatal: not a git repository',
      '[FATAL] cannot bind to port',
      'level=fatal msg="no config"',
      'PHP Fatal error: Uncaught TypeError',
      '{"level":"fatal","msg":"gone"}',
    ],
    others: ['non-fatal: retrying', 'this is not fatal: going on', 'fatalities: 0', 'errors_fatal=0'],
  },
  'Unhandled error': {
    hits: [
      'Unhandled exception. System.NullReferenceException',
      'Uncaught TypeError: x is not a function',
      '[UnhandledPromiseRejection: This error originated either by throwing]',
      'Traceback (most recent call last):',
      'Exception in thread "main" java.lang.IllegalStateException',
    ],
    others: ['handled 3 errors', 'unhandled events: 0', 'exception list loaded'],
  },
  'Database in trouble': {
    hits: [
      'ERROR:  deadlock detected',
      'Deadlock found when trying to get lock',
      'FATAL:  sorry, too many clients already',
      'ERROR 1040 (HY000): Too many connections',
      'sqlite3.OperationalError: database is locked',
    ],
    others: ['connections: 12', 'database locked out user'],
  },
  'Connection refused': {
    hits: [
      'dial tcp 10.0.0.7:5432: connect: connection refused',
      'Error: connect ECONNREFUSED 127.0.0.1:6379',
      '111: Connection refused while connecting to upstream',
    ],
    others: ['connection accepted', 'refused to eat'],
  },
  'Failed logins': {
    hits: [
      'Failed password for root from 192.0.2.7 port 51234 ssh2',
      'FATAL:  password authentication failed for user "shop"',
      'pam_unix(sshd:auth): authentication failure; logname=',
      'Login failed for user mira',
      'Invalid credentials',
    ],
    others: ['Accepted password for mira', 'authentication succeeded', 'login page shown'],
  },
  'Certificate refused': {
    hits: [
      'Error: certificate has expired',
      'SSL: CERTIFICATE_VERIFY_FAILED certificate verify failed: self-signed',
      'x509: certificate signed by unknown authority',
      "code: 'CERT_HAS_EXPIRED'",
    ],
    others: ['certificate renewed, valid until 2027', 'certificate expires in 60 days'],
  },
};

describe('the rules for a beginning', () => {
  test('are named each once, and each has lines to be tried on', () => {
    expect(STARTER_PACK.map(({ name }) => name).sort()).toEqual(Object.keys(LINES).sort());
  });

  test.each(STARTER_PACK)('$name: finds what it is for, and leaves alone what only looks like it', (rule) => {
    const { about, ...raw } = rule;
    expect(about).toMatch(/^[A-Z].*\.$/);
    expect(defineRule(raw)).toMatchObject({ ok: true });
    const compiled = compileRule({ pattern: rule.pattern, excludePattern: rule.exclude_pattern ?? undefined });
    if (!compiled.ok) throw new Error(compiled.fault.message);
    const { hits = [], others = [] } = LINES[rule.name] ?? {};
    const isHit = (line: string): boolean =>
      tryRule(compiled, [line]).some(({ matched, excluded }) => matched && !excluded);
    expect(hits.filter((line) => !isHit(line))).toEqual([]);
    expect(others.filter(isHit)).toEqual([]);
  });
});
