// Lines that somebody wants to be woken for, in the same dialects as the calm ones.
import { access, HOSTS, iso, java, type LineMaker, logfmt, pino, plainTime, syslog, USERS } from './line-parts.ts';
import type { Random } from './random.ts';

const stamp = (r: Random): string => `[${r.between(1000, 900000)}.${r.between(100000, 999999)}] `;

export const TROUBLE: readonly [LineMaker, ...LineMaker[]] = [
  (r) =>
    `${syslog(r, 'sshd')}Failed password for ${r.pick(['', 'invalid user '])}${r.pick(USERS)} from ${r.ip()} port ${r.between(1024, 65000)} ssh2`,
  (r) => `${syslog(r, 'sshd')}Invalid user ${r.pick(USERS)} from ${r.ip()} port ${r.between(1024, 65000)}`,
  (r) =>
    `${syslog(r, 'sshd')}Connection closed by authenticating user root ${r.ip()} port ${r.between(1024, 65000)} [preauth]`,
  (r) =>
    `${syslog(r, 'dovecot')}imap-login: Disconnected (auth failed, ${r.between(1, 9)} attempts in 4 secs): user=<${r.pick(USERS)}>, rip=${r.ip()}`,
  (r) =>
    `${syslog(r, 'sudo')}pam_unix(sudo:auth): authentication failure; logname= uid=1000 euid=0 tty=/dev/pts/0 ruser=${r.pick(USERS)} rhost=${r.ip()}`,
  (r) => access(r, r.pick([500, 502, 503, 504])),
  (r) =>
    access(r, 200).replace(
      'GET /',
      r.pick(['GET /wp-login.php?', 'GET /.env?', 'GET /../../etc/passwd?', 'POST /xmlrpc.php?']),
    ),
  (r) =>
    `2026/11/${r.between(10, 28)} 10:11:12 [error] ${r.below(90)}#${r.below(90)}: *${r.below(9000)} connect() failed (111: Connection refused) while connecting to upstream, client: ${r.ip()}, server: shop`,
  (r) =>
    `2026/11/${r.between(10, 28)} 10:11:12 [crit] ${r.below(90)}#0: *${r.below(9000)} SSL_do_handshake() failed (SSL: error:0A00006C) while SSL handshaking, client: ${r.ip()}`,
  (r) =>
    `${stamp(r)}Out of memory: Killed process ${r.below(90000)} (java) total-vm:${r.below(9000000)}kB, anon-rss:${r.below(900000)}kB`,
  (r) =>
    `${stamp(r)}EXT4-fs error (device sda${r.between(1, 4)}): ext4_find_entry:1463: inode #${r.below(90000)}: comm rsync: reading directory lblock 0`,
  (r) => `${stamp(r)}blk_update_request: I/O error, dev sd${r.pick(['a', 'b', 'c'])}, sector ${r.below(90000000)}`,
  (r) =>
    `${stamp(r)}php-fpm[${r.below(9000)}]: segfault at ${r.below(9000)} ip 00007f${r.hex(10)} sp 00007f${r.hex(10)} error 4 in libc.so.6`,
  (r) => `${iso(r)} UTC [${r.below(9000)}] FATAL:  password authentication failed for user "${r.pick(USERS)}"`,
  (r) => `${iso(r)} UTC [${r.below(9000)}] ERROR:  deadlock detected at character ${r.below(90)}`,
  (r) =>
    `${iso(r)} UTC [${r.below(9000)}] PANIC:  could not write to file "pg_wal/xlogtemp.${r.below(90)}": No space left on device`,
  (r) =>
    java(r, 'ERROR', `Servlet.service() threw exception java.lang.NullPointerException: Cannot invoke "Order.id()"`),
  (r) =>
    java(
      r,
      'ERROR',
      `HikariPool-1 - Connection is not available, request timed out after ${r.between(30000, 30999)}ms.`,
    ),
  (r) => `Exception in thread "main" java.lang.OutOfMemoryError: Java heap space at run ${r.hex(6)}`,
  (r) => `Caused by: java.net.SocketTimeoutException: Read timed out after ${r.below(9000)} ms`,
  (r) => `${plainTime(r)} - worker.tasks - ERROR - Traceback (most recent call last): task ${r.hex(8)}`,
  (r) =>
    `psycopg2.OperationalError: connection to server at "${r.pick(HOSTS)}", port 5432 failed: Connection refused (${r.hex(4)})`,
  (r) => `panic: runtime error: invalid memory address or nil pointer dereference [${r.hex(8)}]`,
  (r) => `fatal error: concurrent map writes (goroutine ${r.below(9000)})`,
  (r) =>
    `{"level":"error","ts":"${iso(r)}","caller":"server/handler.go:${r.between(20, 400)}","msg":"upstream unavailable","error":"context deadline exceeded"}`,
  (r) => pino(r, 50, `"err":{"type":"Error","message":"connect ECONNREFUSED ${r.ip()}:6379"},"msg":"redis error"`),
  (r) =>
    pino(
      r,
      60,
      `"err":{"type":"RangeError","stack":"RangeError: Maximum call stack size exceeded\\n    at walk"},"msg":"uncaught exception"`,
    ),
  (r) =>
    logfmt(r, 'error', `component=ruler msg="failed to evaluate" err="timeout awaiting response" tries=${r.below(9)}`),
  (r) =>
    `E1121 10:11:12.${r.between(100000, 999999)}       1 kubelet.go:${r.between(20, 400)}] "Error syncing pod" err="CrashLoopBackOff: back-off 5m0s restarting failed container=api pod=api-${r.hex(9)}"`,
  (r) =>
    `Warning  FailedScheduling pod/api-${r.hex(9)} 0/${r.between(3, 9)} nodes are available: ${r.between(1, 3)} Insufficient memory.`,
  (r) => `${iso(r)} [错误] 数据库连接失败：${r.ip()}，重试 ${r.below(9)} 次`,
  (r) => `${plainTime(r)} FEHLER Zugriff verweigert für Benutzer „${r.pick(USERS)}“ von ${r.ip()}`,
  (r) =>
    `${r.between(1, 40)}:M # MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk (${r.hex(4)}).`,
  (r) =>
    `${iso(r)} Error: 1${r.between(100, 999)} : The process was terminated due to an unhandled exception ${r.hex(6)}.\r`,
  (r) =>
    `thread 'tokio-runtime-worker' panicked at src/main.rs:${r.between(10, 400)}:9: called \`Result::unwrap()\` on an \`Err\` value`,
  (r) => `${syslog(r, 'haproxy')}backend app has no server available! (${r.hex(4)})`,
];

/** Lines made to look like trouble without being it: they carry the rare words of many rules, and then fall short. */
export const NEAR_MISSES: readonly [LineMaker, ...LineMaker[]] = [
  (r) =>
    `${syslog(r, 'sshd')}Failed password fox ${r.pick(USERS)} frum ${r.ip()}; authentication failurf; Out of memery: Killed procezz`,
  (r) =>
    `${iso(r)} ERRORS none, FATALITY none; deadlock detectors idle; could not writ; Connection refuser; timed outer; panic-free`,
  (r) =>
    `Traceback (most recent cal; java.lang.OutOfMemoryErro; Read timed ou; segfault a; I/O erro, dev; EXT4-fs erro ${r.hex(8)}`,
  (r) =>
    `" 5 0 3 " 50x upstream timed o while readin; no live upstream; SSL_do_handshak; ${r.ip()} maximum call stac size exceede`,
  (r) =>
    `goroutine ${r.below(900)} [runnabl; panic; runtime erro; nil pointer deref; CrashLoopBack-Off; OOMKille; Evicte; FailedSchedulin`,
];
