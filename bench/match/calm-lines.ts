// Lines of everyday logs in many dialects: what a watcher reads all day and nobody wants to hear about.
import {
  access,
  clock,
  day,
  iso,
  JOBS,
  java,
  type LineMaker,
  logfmt,
  MONTHS,
  PATHS,
  pino,
  plainTime,
  SERVICES,
  syslog,
  two,
  USERS,
} from './line-parts.ts';
import { SYSTEMS } from './system-lines.ts';

export const CALM: readonly [LineMaker, ...LineMaker[]] = [
  (r) => access(r, r.pick([200, 200, 200, 304, 301, 206])),
  (r) => access(r, r.pick([200, 200, 204, 404])),
  (r) => access(r, 200),
  (r) =>
    pino(
      r,
      30,
      `"req":{"id":"req-${r.hex(6)}","method":"GET","url":"${r.pick(PATHS)}"},"res":{"statusCode":200},"responseTime":${r.below(300)},"msg":"request completed"`,
    ),
  (r) =>
    pino(r, 30, `"service":"${r.pick(SERVICES)}","job":"${r.pick(JOBS)}","msg":"job finished in ${r.below(4000)} ms"`),
  (r) =>
    `{"level":"info","ts":"${iso(r)}","caller":"server/handler.go:${r.between(20, 400)}","msg":"served","trace":"${r.hex(32)}","bytes":${r.below(70000)}}`,
  (r) =>
    logfmt(
      r,
      'info',
      `component=compactor msg="compacted block" ulid=01J${r.hex(20).toUpperCase()} duration=${r.below(9000)}ms`,
    ),
  (r) =>
    logfmt(
      r,
      'debug',
      `svc=${r.pick(SERVICES)} msg="cache lookup" key=user:${r.below(90000)} hit=${r.pick(['true', 'false'])}`,
    ),
  (r) => java(r, 'INFO', `Fetched ${r.below(500)} items for customer ${r.below(90000)} in ${r.below(900)} ms`),
  (r) => java(r, 'DEBUG', `Returning cached page ${r.below(40)} of ${r.between(41, 90)} (age ${r.below(600)} s)`),
  (r) => `${plainTime(r)} - worker.tasks - INFO - task ${r.hex(8)}-${r.hex(4)} received, queue=${r.pick(SERVICES)}`,
  (r) =>
    `${syslog(r, 'sshd')}Accepted publickey for ${r.pick(USERS)} from ${r.ip()} port ${r.between(1024, 65000)} ssh2: ED25519 SHA256:${r.hex(40)}`,
  (r) =>
    `${syslog(r, 'systemd')}Started session-${r.below(9000)}.scope - Session ${r.below(9000)} of User ${r.pick(USERS)}.`,
  (r) => `${syslog(r, 'CRON')}(root) CMD (test -x /usr/sbin/anacron || run-parts --report /etc/cron.hourly)`,
  (r) => `${syslog(r, 'dhclient')}DHCPACK of ${r.ip()} from ${r.ip()}, renewal in ${r.below(40000)} seconds`,
  (r) =>
    `${syslog(r, 'postfix/smtp')}${r.hex(10).toUpperCase()}: to=<${r.pick(USERS)}@example.org>, relay=mx.example.org[${r.ip()}]:25, delay=${r.below(9)}.3, dsn=2.0.0, status=sent (250 OK)`,
  (r) => `[${r.between(1000, 900000)}.${r.between(100000, 999999)}] eth0: renamed from veth${r.hex(7)}`,
  (r) =>
    `${day(r)} ${clock(r)}.${r.between(100, 999)} UTC [${r.between(40, 9000)}] LOG:  checkpoint complete: wrote ${r.below(900)} buffers (0.3%); 0 WAL file(s) added`,
  (r) =>
    `${day(r)} ${clock(r)}.${r.between(100, 999)} UTC [${r.between(40, 9000)}] LOG:  duration: ${r.below(90)}.${r.between(100, 999)} ms  statement: SELECT * FROM orders WHERE id = ${r.below(900000)}`,
  (r) =>
    `I${two(r.between(1, 12))}${two(r.between(1, 28))} ${clock(r)}.${r.between(100000, 999999)}       1 reconciler.go:${r.between(20, 400)}] "Reconciled deployment" namespace="${r.pick(SERVICES)}" replicas=${r.below(9)}`,
  (r) =>
    `${r.between(1, 40)}:M ${two(r.between(1, 28))} ${r.pick(MONTHS)} 2026 ${clock(r)}.${r.between(100, 999)} * Background saving started by pid ${r.below(9000)}`,
  (r) => `time="${iso(r)}" level=info msg="shim disconnected" id=${r.hex(64)} namespace=moby`,
  (r) =>
    `${iso(r)} INFO hyper::proto::h1::conn: flushed({role=server}): State { reading: Init, writing: Init, keep_alive: Busy }`,
  (r) =>
    `${plainTime(r)} INFO  Größe der Warteschlange für „${r.pick(SERVICES)}“: ${r.below(900)} Einträge, alles übertragen`,
  (r) => `${iso(r)} [信息] 用户 ${r.below(9000)} 已登录，来自 ${r.ip()}，会话 ${r.hex(16)}`,
  (r) => `${day(r)} ${clock(r)} \u001b[32minfo\u001b[39m: GET ${r.pick(PATHS)} 200 ${r.below(90)}ms`,
  (r) => `${iso(r)} Information: 0 : Service ${r.pick(SERVICES)} heartbeat, uptime ${r.below(900000)} s\r`,
  (r) => `  at step ${r.below(40)}: loaded chunk ${r.hex(8)} (${r.below(9000)} rows)`,
  () => '',
  ...SYSTEMS,
];
