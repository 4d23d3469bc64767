// A real rsyslog with a listener for each transport, and what it made of the messages.
import { spawnSync } from 'node:child_process';
import { globSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { RECEIVER_TLS, TRUST } from '../receiver-certificates.ts';
import type { Requirement } from '../requirement.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { freePorts, type RealSyslog, startedSyslog } from './real-syslog.ts';

const PROGRAM = '/usr/sbin/rsyslogd';
const isThere = spawnSync(PROGRAM, ['-v']).status === 0 && globSync('/usr/lib/*/rsyslog/lmnsd_gtls.so').length > 0;

export const RSYSLOG: Requirement = {
  name: 'rsyslog',
  missing: isThere ? undefined : 'install the packages rsyslog and rsyslog-gnutls',
};

export async function startRsyslog(): Promise<RealSyslog> {
  const folder = temporaryDirectory();
  const ports = await freePorts();
  const [config, output] = [path.join(folder, 'rsyslog.conf'), path.join(folder, 'out')];
  writeFileSync(path.join(folder, 'ca.pem'), TRUST.join('\n'));
  writeFileSync(path.join(folder, 'cert.pem'), RECEIVER_TLS.sound.cert);
  writeFileSync(path.join(folder, 'key.pem'), RECEIVER_TLS.sound.key);
  writeFileSync(config, configOf({ folder, output, ports }));
  const args = ['-n', '-f', config, '-i', path.join(folder, 'pid')];
  return await startedSyslog({ program: PROGRAM, args, output, ports });
}

const FIELDS = {
  pri: 'pri',
  at: 'timereported',
  hostname: 'hostname',
  programName: 'app-name',
  processId: 'procid',
  messageId: 'msgid',
  data: 'structured-data',
  text: 'msg',
} as const;

function configOf({ folder, output, ports }: { folder: string; output: string; ports: RealSyslog['ports'] }): string {
  const properties = Object.entries(FIELDS).map(([name, property]) => {
    const form = property === 'timereported' ? ' dateFormat="rfc3339"' : '';
    return `property(outname="${name}" name="${property}"${form} format="jsonf")`;
  });
  return `
global(workDirectory="${folder}" maxMessageSize="64k" net.enableDNS="off" parser.escapeControlCharactersOnReceive="off"
  defaultNetstreamDriverCAFile="${folder}/ca.pem" defaultNetstreamDriverCertFile="${folder}/cert.pem" defaultNetstreamDriverKeyFile="${folder}/key.pem")
module(load="imptcp")
module(load="imudp")
module(load="imtcp" streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="anon")
template(name="fields" type="list") { constant(value="{") ${properties.join(' constant(value=",") ')} constant(value="}\\n") }
input(type="imptcp" address="127.0.0.1" port="${ports.tcp}")
input(type="imudp" address="127.0.0.1" port="${ports.udp}")
input(type="imtcp" address="127.0.0.1" port="${ports.tls}")
action(type="omfile" file="${output}" template="fields" flushOnTXEnd="on" asyncWriting="off")
`;
}
