// More lines of everyday logs: clusters, file systems, phones, desktops, mail and name servers, in the manner of what these write.
import { clock, day, HOSTS, iso, type LineMaker, plainTime, syslog, two, USERS } from './line-parts.ts';
import type { Random } from './random.ts';

const BLOCKS = ['replicate', 'verify', 'scan', 'invalidate'] as const;
const CLASSES = ['dfs.DataNode$PacketResponder', 'dfs.FSNamesystem', 'dfs.DataNode$DataXceiver'] as const;
const ACTIVITIES = ['LauncherActivity', 'SettingsHome', 'CameraPreview', 'MessageList'] as const;
const APPS = ['browser.exe', 'sync-client.exe', 'mailreader.exe', 'updater.exe'] as const;
const RACKS = ['R00-M0-N4', 'R17-M1-N0', 'R32-M0-NC', 'R63-M1-N9'] as const;
const DOMAINS = ['example.org', 'example.net', 'intern.example', 'cdn.example.com'] as const;

const short = (r: Random): string =>
  `26${two(r.between(1, 12))}${two(r.between(1, 28))} ${clock(r).replaceAll(':', '')}`;
const american = (r: Random): string => `${two(r.between(1, 12))}/${two(r.between(1, 28))} ${clock(r)}`;
const epoch = (r: Random): number => r.between(1_760_000_000, 1_790_000_000);
const block = (r: Random): string =>
  `blk_${r.pick(['', '-'])}${r.between(100_000_000, 999_999_999)}${r.below(100_000_000)}`;

export const SYSTEMS: readonly [LineMaker, ...LineMaker[]] = [
  (r) =>
    `${short(r)} ${r.below(20_000)} INFO ${r.pick(CLASSES)}: Received block ${block(r)} of size ${r.below(67_108_864)} from /${r.ip()}`,
  (r) =>
    `${short(r)} ${r.below(90)} INFO dfs.FSNamesystem: BLOCK* ask ${r.ip()}:50010 to ${r.pick(BLOCKS)} ${block(r)}`,
  (r) =>
    `${plainTime(r)} INFO [AsyncDispatcher event handler] app.TaskAttemptImpl: attempt_${epoch(r)}_00${r.below(90)}_m_0000${two(r.below(99))}_0 transitioned from ASSIGNED to RUNNING`,
  (r) =>
    `${short(r)} INFO executor.Executor: Finished task ${r.below(900)}.0 in stage ${r.below(90)}.0 (TID ${r.below(90_000)}). ${r.below(9_000)} bytes result sent to driver`,
  (r) => `${short(r)} INFO storage.BlockManager: Found block rdd_${r.below(90)}_${r.below(90)} locally`,
  (r) =>
    `${plainTime(r)} - INFO  [NIOServerCxn.Factory:0.0.0.0/0.0.0.0:2181:NIOServerCnxn@${r.between(200, 1100)}] - Established session 0x${r.hex(15)} with negotiated period ${r.between(4, 40)}000 for client /${r.ip()}:${r.between(1_024, 65_000)}`,
  (r) =>
    `nova-api.log.1.${day(r)}_${clock(r)} ${day(r)} ${clock(r)}.${r.between(100, 999)} ${r.below(90_000)} INFO nova.osapi_compute.wsgi.server [req-${r.hex(8)}-${r.hex(4)}-${r.hex(4)}-${r.hex(12)} ${r.hex(32)} ${r.hex(32)} - - -] ${r.ip()} "GET /v2/${r.hex(32)}/servers/detail HTTP/1.1" status: 200 len: ${r.below(9_000)} time: 0.${r.between(1_000_000, 9_999_999)}`,
  (r) =>
    `- ${epoch(r)} 2026.${two(r.between(1, 12))}.${two(r.between(1, 28))} ${r.pick(RACKS)} ${day(r)}-${clock(r).replaceAll(':', '.')}.${r.between(100_000, 999_999)} ${r.pick(RACKS)} RAS KERNEL INFO ${r.below(9_000)} ddr cycles corrected on rank ${r.below(9)}, symbol ${r.below(40)}`,
  (r) =>
    `${r.between(100_000, 499_999)} node-${r.below(256)} unix.hw state_change.unavailable ${epoch(r)} 1 Component State Change: Component "alt0" is in the unavailable state (HWID=${r.below(9_000)})`,
  (r) =>
    `- ${epoch(r)} 2026.${two(r.between(1, 12))}.${two(r.between(1, 28))} dn${r.below(999)} ${syslog(r, 'crond')}(root) CMD (run-parts /etc/cron.hourly) for dn${r.below(999)}/dn${r.below(999)}`,
  (r) =>
    `${day(r)} ${clock(r)}, Info                  CBS    Session: ${r.between(10_000_000, 99_999_999)}_${r.between(1_000_000_000, 2_000_000_000)} initialized by client WindowsUpdateAgent.`,
  (r) =>
    `${day(r)} ${clock(r)}, Info                  CSI    0000${r.hex(4)}@2026/${r.between(1, 12)}/${r.between(1, 28)}:${clock(r)}.${r.between(100, 999)} WcpInitialize (wcp.dll version 0.0.0.6) called (stack @0x7fed${r.hex(7)})`,
  (r) =>
    `${two(r.between(1, 12))}-${two(r.between(1, 28))} ${clock(r)}.${r.between(100, 999)}  ${r.between(1_000, 9_999)}  ${r.between(1_000, 9_999)} D PowerManagerService: acquire lock=${r.between(100_000_000, 999_999_999)}, flags=0x1, tag="View Lock", name=com.example.${r.pick(['mail', 'maps', 'clock'])}, ws=null, uid=10${r.below(90)}, pid=${r.below(9_000)}`,
  (r) =>
    `${two(r.between(1, 12))}-${two(r.between(1, 28))} ${clock(r)}.${r.between(100, 999)}  ${r.between(1_000, 9_999)}  ${r.between(1_000, 9_999)} I ActivityManager: Displayed com.example.app/.${r.pick(ACTIVITIES)}: +${r.below(900)}ms`,
  (r) =>
    `202611${two(r.between(1, 28))}-${clock(r)}:${r.between(100, 999)}|Step_LSC|30002312|onStandStepChanged ${r.below(9_000)}`,
  (r) =>
    `202611${two(r.between(1, 28))}-${clock(r)}:${r.between(100, 999)}|Step_SPUtils|30002312|getTodayTotalDetailSteps = ${epoch(r)}000##${r.below(9_000)}##${r.below(900_000)}##8661##12266##${r.below(90_000)}`,
  (r) =>
    `[${r.pick(['Mon', 'Tue', 'Sat'])} ${r.pick(['Nov', 'Dec'])} ${two(r.between(1, 28))} ${clock(r)} 2026] [notice] jk2_init() Found child ${r.below(30_000)} in scoreboard slot ${r.below(16)}`,
  (r) =>
    `[${american(r)}] ${r.pick(APPS)} - proxy.${r.pick(DOMAINS)}:5070 close, ${r.below(9_000)} bytes sent, ${r.below(900_000)} bytes (${r.below(900)} KB) received, lifetime 00:${two(r.below(60))}`,
  (r) =>
    `[${american(r)}] ${r.pick(APPS)} *64 - ${r.pick(DOMAINS)}:443 open through proxy proxy.${r.pick(DOMAINS)}:5070 HTTPS`,
  (r) => `${syslog(r, 'sshd')}pam_unix(sshd:session): session opened for user ${r.pick(USERS)} by (uid=0)`,
  (r) =>
    `${syslog(r, 'sshd')}Received disconnect from ${r.ip()} port ${r.between(1_024, 65_000)}:11: disconnected by user`,
  (r) =>
    `${syslog(r, 'kernel')}ARPT: ${r.between(100_000, 999_999)}.${r.between(100_000, 999_999)}: wl0: setup_keepalive: interval ${r.below(900)}, retry_interval 30, retry_count 10, local port ${r.between(1_024, 65_000)}`,
  (r) =>
    `${syslog(r, 'com.apple.cts')}com.example.identity.renew: scheduler_evaluate_activity told me to run this job; however, but the start time isn't for ${r.below(900_000)} seconds.  Ignoring.`,
  (r) =>
    `${syslog(r, 'dovecot')}imap(${r.pick(USERS)})<${r.below(90_000)}><${r.hex(16)}>: Logged out in=${r.below(9_000)} out=${r.below(90_000)} deleted=0 expunged=0 trashed=0`,
  (r) =>
    `${syslog(r, 'named')}client @0x7f${r.hex(10)} ${r.ip()}#${r.between(1_024, 65_000)} (${r.pick(DOMAINS)}): query: ${r.pick(DOMAINS)} IN ${r.pick(['A', 'AAAA', 'MX'])} +E(0)K (${r.ip()})`,
  (r) =>
    `${syslog(r, 'postfix/qmgr')}${r.hex(10).toUpperCase()}: from=<${r.pick(USERS)}@${r.pick(DOMAINS)}>, size=${r.below(900_000)}, nrcpt=1 (queue active)`,
  (r) =>
    `${syslog(r, 'rspamd')}<${r.hex(6)}>; task; rspamd_task_write_log: id: <${r.hex(16)}@${r.pick(DOMAINS)}>, qid: <${r.hex(10).toUpperCase()}>, ip: ${r.ip()}, (default: F (no action): [-${r.below(9)}.${two(r.below(99))}/15.00])`,
  (r) =>
    `${iso(r)} [Note] [MY-0${r.between(10_000, 13_999)}] [Server] Plugin mysqlx reported: 'X Plugin ready, socket ${r.below(90)}, thread ${r.below(900)}'`,
  (r) =>
    `{"t":{"$date":"${iso(r)}"},"s":"I","c":"NETWORK","id":${r.between(10_000, 99_999)},"ctx":"conn${r.below(9_000)}","msg":"client metadata","attr":{"remote":"${r.ip()}:${r.between(1_024, 65_000)}","driver":"nodejs|6.1"}}`,
  (r) =>
    `[${iso(r).replace('Z', '')}][INFO ][o.e.c.m.MetadataMappingService] [${r.pick(HOSTS)}] [logs-${day(r)}/${r.hex(22)}] update_mapping [_doc]`,
  (r) =>
    `[${plainTime(r)}] INFO [GroupCoordinator ${r.below(9)}]: Stabilized group consumer-${r.below(90)} generation ${r.below(900)} (__consumer_offsets-${r.below(50)}) with ${r.below(9)} members (kafka.coordinator.group.GroupCoordinator)`,
];
