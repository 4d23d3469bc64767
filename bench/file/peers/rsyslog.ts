// rsyslog: imfile, a re_match for each pattern, omfile. Its patterns are POSIX extended ones, into which those of the benches can be translated.
import type { Peer } from './peer.ts';

export const RSYSLOG: Peer = {
  name: 'rsyslog',
  variable: 'RSYSLOGD',
  program: 'rsyslogd',
  versionFlag: '-v',
  configure: ({ log, patterns, folder, out }) => ({
    files: {
      'rsyslog.conf': `
global(workDirectory="${folder}" maxMessageSize="64k")
module(load="imfile" mode="inotify")
template(name="line" type="string" string="%msg%\\n")
input(type="imfile" File="${log}" Tag="bench" ruleset="bench")
ruleset(name="bench" queue.type="Direct") {
  if ${patterns.map(conditionOf).join('\n  or ')} then action(type="omfile" file="${out}" template="line")
}
`,
    },
    args: ['-n', '-f', `${folder}/rsyslog.conf`, '-i', `${folder}/pid`],
  }),
  published: 'no figure of its makers is known to us',
};

function conditionOf(pattern: string): string {
  const folds = pattern.startsWith('(?i)');
  const extended = asExtended(folds ? pattern.slice('(?i)'.length) : pattern);
  return `${folds ? 're_match_i' : 're_match'}($msg, "${extended.replaceAll(/[\\"$]/g, '\\$&')}")`;
}

/** glibc knows `\w`, `\s` and `\b`, but no `\d`, and within brackets none of them. */
function asExtended(pattern: string): string {
  let [extended, isInClass] = ['', false];
  for (const [part] of pattern.matchAll(/\\.|\(\?(?:P<\w+>|:)|[\s\S]/g)) {
    if (part === '[' && !isInClass) isInClass = true;
    else if (part === ']') isInClass = false;
    if (part.startsWith('(?')) extended += '(';
    else if (isInClass) extended += CLASSES_WITHIN[part] ?? part.replace('\\', '');
    else extended += CLASSES[part] ?? (/^\\[^\w.*+?()[\]{}|^$\\]$/.test(part) ? part.slice(1) : part);
  }
  return extended;
}

const CLASSES: Readonly<Record<string, string>> = { '\\d': '[0-9]', '\\D': '[^0-9]' };
const CLASSES_WITHIN: Readonly<Record<string, string>> = {
  '\\d': '0-9',
  '\\w': '[:alnum:]_',
  '\\s': '[:space:]',
  '\\\\': '\\',
};
