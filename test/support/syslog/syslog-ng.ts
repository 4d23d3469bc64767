// A real syslog-ng with a listener for each transport, and what it made of the messages.
import { spawnSync } from 'node:child_process';
import { globSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { RECEIVER_TLS } from '../receiver-certificates.ts';
import type { Requirement } from '../requirement.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { freePorts, type RealSyslog, startedSyslog } from './real-syslog.ts';

/** Its package cannot be installed beside rsyslog, but unpacked anywhere. */
const root = process.env.TOCSIN_TEST_SYSLOG_NG ?? '/';
const program = path.join(root, 'usr/sbin/syslog-ng');
const modules = globSync(path.join(root, 'usr/lib/syslog-ng/3.*'))[0] ?? '';
const libraries = [path.dirname(modules), ...globSync(path.join(root, '{usr/,}lib/*-linux-gnu'))].join(':');
const isThere =
  spawnSync(program, ['--version', '--module-path', modules], { env: { ...process.env, LD_LIBRARY_PATH: libraries } })
    .status === 0;

export const SYSLOG_NG: Requirement = {
  name: 'syslog-ng',
  missing: isThere
    ? undefined
    : 'unpack the packages syslog-ng-core, libivykis0, libnet1, libpcre3, libwrap0, libnsl2 and libtirpc3 (dpkg -x) and set TOCSIN_TEST_SYSLOG_NG to that folder',
};

export async function startSyslogNg(): Promise<RealSyslog> {
  const folder = temporaryDirectory();
  const ports = await freePorts();
  const [config, output] = [path.join(folder, 'syslog-ng.conf'), path.join(folder, 'out')];
  writeFileSync(path.join(folder, 'cert.pem'), RECEIVER_TLS.sound.cert);
  writeFileSync(path.join(folder, 'key.pem'), RECEIVER_TLS.sound.key);
  writeFileSync(config, configOf({ folder, output, ports }));
  const own = ['f', 'R', 'p', 'c'].flatMap((option, at) => [
    `-${option}`,
    [config, path.join(folder, 'persist'), path.join(folder, 'pid'), path.join(folder, 'control')][at] ?? '',
  ]);
  const args = ['-F', '--no-caps', '--module-path', modules, ...own];
  return await startedSyslog({ program, args, output, ports, environment: { LD_LIBRARY_PATH: libraries } });
}

const FIELDS: Readonly<Record<string, string>> = {
  pri: '$PRI',
  at: '$S_ISODATE',
  hostname: '$HOST',
  programName: '$PROGRAM',
  processId: '$PID',
  messageId: '$MSGID',
  text: '$MSG',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a template of syslog-ng.
  sequence: '${.SDATA.meta.sequenceId}',
};

function configOf({ folder, output, ports }: { folder: string; output: string; ports: RealSyslog['ports'] }): string {
  const fields = Object.entries(FIELDS).map(([name, value]) => `--pair ${name}=${value}`);
  const source = (transport: string, port: number, more = ''): string =>
    `source s_${transport} { syslog(ip("127.0.0.1") transport("${transport}") port(${port}) ${more}); };`;
  return `@version: 3.38
options { keep-hostname(yes); use-dns(no); log-msg-size(65536); frac-digits(3); time-zone("UTC"); stats-freq(0); };
${source('tls', ports.tls, `tls(key-file("${folder}/key.pem") cert-file("${folder}/cert.pem") peer-verify(optional-untrusted))`)}
${source('tcp', ports.tcp)}
${source('udp', ports.udp)}
destination d_out { file("${output}" template("$(format-json ${fields.join(' ')})\\n")); };
log { source(s_tls); source(s_tcp); source(s_udp); destination(d_out); };
`;
}
