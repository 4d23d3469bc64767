// The reference page of the guide, written from the schema: `npm run docs:config` puts it into docs/guide/configuration.md.
import {
  type Config,
  configSchema,
  SETTING_NAMES,
  type SettingName,
  settingInfo,
  variableName,
  yamlName,
} from './schema.ts';
import type { SettingInfo } from './settings/setting-info.ts';
import { shownValue } from './shown.ts';

export function configReference(): string {
  const groups = [...new Set(SETTING_NAMES.map((name) => settingInfo(name).group))];
  return `${[INTRODUCTION, ...groups.map(section)].join('\n\n')}\n`;
}

const INTRODUCTION = `<!-- Written from src/config/schema.ts by \`npm run docs:config\`; change it there. -->
# Configuration

Tocsin runs without any configuration. Every setting has one name in two spellings: an environment variable such as \`TOCSIN_PORT\`, and the same word in
\`tocsin.yaml\`, \`port\`. The environment wins over the file, the file over the default, and what is empty counts as absent.

- The file is \`tocsin.yaml\` in the working directory when there is one, or the one that \`TOCSIN_CONFIG\` names.
- A *secret* may stand in a file of its own: \`TOCSIN_ADMIN_PASSWORD_FILE=/run/secrets/admin\`, or \`admin_password_file\` in YAML. The newline at its end does not count.
- A list is written with commas in the environment, and so, or as a list, in YAML.
- Rules and triggers may stand in the file as well, as lists \`rules\` and \`triggers\`: see [rules.md](rules.md) and [triggers.md](triggers.md).
- A name that is no setting, or a value that is not allowed, refuses the start (exit code 2); all faults are told at once, each with its place.
- \`tocsin config\` prints what is in force and where each value comes from, with secrets masked.

\`\`\`yaml
# tocsin.yaml
host: 0.0.0.0
public_url: https://tocsin.example.org
trusted_proxies: [loopback, 10.0.0.0/8]
database_url_file: /run/secrets/database-url
\`\`\``;

function section(group: string): string {
  const rows = SETTING_NAMES.filter((name) => settingInfo(name).group === group).map(row);
  return [`## ${group}`, '', '| variable | in YAML | default | meaning |', '|---|---|---|---|', ...rows].join('\n');
}

function row(name: SettingName): string {
  const info = settingInfo(name);
  const cells = [`\`${variableName(name)}\``, `\`${yamlName(name)}\``, fallbackOf(name, info), meaningOf(info)];
  return `| ${cells.join(' | ')} |`;
}

function meaningOf({ text, secret, otherVariable }: SettingInfo): string {
  const also = otherVariable ? ` \`${otherVariable}\` counts when neither is set.` : '';
  return `${text}${also}${secret ? ' *Secret.*' : ''}`;
}

function fallbackOf(name: SettingName, info: SettingInfo): string {
  if (info.fallback !== undefined) return info.fallback;
  const value = configSchema.shape[name].parse(undefined);
  // Only this one setting is looked at.
  const shown = shownValue(name, { [name]: value } as Config);
  return shown === '' ? 'none' : `\`${shown}\``;
}
