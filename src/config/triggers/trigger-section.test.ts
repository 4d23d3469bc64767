import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';
import { defineWrittenTrigger } from '../../app/sending/written-triggers.ts';
import { derivedTriggerId } from '../../core/deliveries/trigger-id.ts';
import { parseYaml } from '../file/yaml-document.ts';
import { readTriggerSection, variablesOfTriggers } from './trigger-section.ts';

const URL = 'https://hooks.example/x';

function documentOf(text: string) {
  const parsed = parseYaml(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.document;
}

function section(
  text: string,
  env: Readonly<Record<string, string>> = {},
  files: Readonly<Record<string, string>> = {},
) {
  const folder = temporaryDirectory();
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
  const parts = { env, folder, file: 'tocsin.yaml', define: defineWrittenTrigger };
  const { triggers, faults, files: read } = readTriggerSection(documentOf(text), parts);
  const configs = triggers.map(({ config }) => config.reveal());
  return {
    triggers,
    configs,
    faults: faults.map((one) => `${one.path}: ${one.message}`),
    read: [...read.keys()],
    folder,
  };
}

describe('triggers as code', () => {
  test('have every field of a trigger, and defaults for all but name, channel and what the channel needs', () => {
    const { triggers, faults, configs } = section(`
port: 80
triggers:
  - name: short
    channel: webhook
    config: {url: "${URL}"}
  - name: whole
    channel: ntfy
    enabled: false
    filter: {severities: "error, critical,error", sources: [logscan], workload_ids: [web, db, web], message_regex: 'disk \\d+'}
    config: {topic: alerts}
    action_secret: tk_1
    id: told by an export
    suspension: null
`);
    expect(faults).toEqual([]);
    expect(triggers).toMatchObject([
      { id: derivedTriggerId('short'), origin: 'yaml', name: 'short', enabled: true, createdAt: null, updatedAt: null },
      {
        ...{ name: 'whole', channel: 'ntfy', enabled: false },
        filter: {
          ...{ severities: ['error', 'critical'], sources: ['logscan'], workloadIds: ['web', 'db'] },
          messageRegex: 'disk \\d+',
        },
      },
    ]);
    expect(configs).toEqual([{ url: URL }, { topic: 'alerts', token: 'tk_1' }]);
  });

  test('may be missing, or none', () => {
    for (const text of ['port: 80', 'triggers:\n', 'triggers: []'])
      expect(section(text)).toMatchObject({ triggers: [], faults: [] });
  });

  test('take secrets from the environment, as a whole or in part, once, and from files', () => {
    const text = `
triggers:
  - name: a
    channel: webhook
    config:
      url: "https://hooks.example/\${PLACE}"
      headers: {Authorization: "Bearer \${TOCSIN_TOKEN}", X-Price: "$\${PLACE}"}
    action_secret_file: signing
  - name: b
    channel: slack
    config: {url_file: slack}
`;
    const signing = `whsec_${'a'.repeat(40)}`;
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it must not be looked into again.
    const env = { PLACE: 'x', TOCSIN_TOKEN: '${PLACE}' };
    const { configs, faults, read, folder } = section(text, env, { signing: `${signing}\r\n`, slack: `${URL}\n` });
    expect(faults).toEqual([]);
    expect(configs).toEqual([
      {
        url: 'https://hooks.example/x',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the same.
        headers: { Authorization: 'Bearer ${PLACE}', 'X-Price': '${PLACE}' },
        signing_secret: signing,
      },
      { url: URL },
    ]);
    expect(read).toEqual(['signing', 'slack'].map((name) => path.join(folder, name)));
    expect([...variablesOfTriggers(documentOf(text))]).toEqual(['PLACE', 'TOCSIN_TOKEN']);
  });

  test.each([
    ['triggers: {a: 1}', 'tocsin.yaml:1 triggers: is a list, each of whose items begins with "- name:"'],
    ['triggers:\n  - x', 'tocsin.yaml:2 triggers: a trigger is a record with "name", "channel" and "config"'],
    ['triggers:\n  - name: a', 'tocsin.yaml:2 trigger "a": a trigger needs a "channel"'],
    ['triggers:\n  - channel: slack', 'tocsin.yaml:2 triggers: a trigger needs a "name"'],
    ['triggers:\n  - {name: a, channel: pigeon}', 'tocsin.yaml:2 trigger "a": channel: There is no channel "pigeon"'],
    [
      'triggers:\n  - name: a\n    chanel: slack\n    channel: slack',
      'tocsin.yaml:3 trigger "a": there is no "chanel" here; did you mean "channel"?',
    ],
    [
      'triggers:\n  - name: a\n    channel: webhook\n    config:\n      url: ftp://x',
      'tocsin.yaml:5 trigger "a": config.url: must be a URL',
    ],
    [
      'triggers:\n  - name: a\n    channel: webhook\n    config: {url: "https://x/", what: 1}',
      'tocsin.yaml:4 trigger "a": config: there is no "what"; there is url, headers',
    ],
    [
      'triggers:\n  - name: a\n    channel: webhook\n    enabled: "no"\n    config: {url: "https://x/"}',
      'tocsin.yaml:4 trigger "a": "enabled" is true or false, without quotes',
    ],
    [
      'triggers:\n  - name: a\n    channel: webhook\n    filter: {severities: [bad]}\n    config: {url: "https://x/"}',
      '"severities" is a list of severities (info, warn, error, critical), and "bad" is none',
    ],
    [
      'triggers:\n  - name: a\n    channel: webhook\n    filter: {sources: [A b]}\n    config: {url: "https://x/"}',
      '"sources" is a list of sources, and "A b" is none',
    ],
    [
      'triggers:\n  - name: a\n    channel: webhook\n    filter:\n      message_regex: "("\n    config: {url: "https://x/"}',
      'tocsin.yaml:5 trigger "a": filter.message_regex: ',
    ],
    [
      'triggers:\n  - {name: a, channel: webhook, config: {url: "https://x/"}}\n  - {name: a, channel: webhook, config: {url: "https://y/"}}',
      'tocsin.yaml:3 trigger "a": there is another one with this name',
    ],
    [
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what people write.
      'triggers:\n  - name: a\n    channel: slack\n    config:\n      url: "${NOT_THERE}"',
      'tocsin.yaml:5 trigger "a": "config.url" names the variable NOT_THERE of the environment, which is not set',
    ],
    [
      'triggers:\n  - name: a\n    channel: slack\n    config:\n      url_file: gone',
      'tocsin.yaml:5 trigger "a": "config.url_file" names a file that does not serve: gone is not there',
    ],
    [
      'triggers:\n  - name: a\n    channel: slack\n    action_secret_file: empty',
      'trigger "a": "action_secret_file" names a file that does not serve: empty is empty',
    ],
    [
      'triggers:\n  - name: a\n    channel: slack\n    config: {url: "https://x/", url_file: empty}',
      '"config.url_file" stands beside "url"; only one of them may be there',
    ],
    [
      'triggers:\n  - name: a\n    channel: slack\n    config: {url: "[redacted]"}',
      'config.url: "[redacted]" keeps the stored secret, and none is stored',
    ],
    [`triggers:\n  - {name: ${'n'.repeat(101)}, channel: slack}`, '"name" has at most 100 characters'],
  ])('are refused with the line of what is wrong: %j', (text, fault) => {
    const { triggers, faults } = section(text, {}, { empty: '\n' });
    expect([triggers, faults]).toEqual([[], [expect.stringContaining(fault)]]);
  });

  test('are refused as a whole, with the first twenty faults, and beyond as many as there may be', () => {
    const one = (at: number, more = '') => `  - {name: t${at}, channel: webhook, config: {url: "${URL}"}${more}}`;
    const faulty = Array.from({ length: 30 }, (_, at) => one(at, ', what: 1'));
    const unsound = one(98, ', filter: {severities: 5, message_regex: 5}');
    const { triggers, faults } = section(`triggers:\n${one(99)}\n${faulty.join('\n')}\n${unsound}`);
    expect([triggers.length, faults.length]).toEqual([0, 20]);
    const many = Array.from({ length: 201 }, (_, at) => one(at));
    expect(section(`triggers:\n${many.join('\n')}`).faults).toEqual([
      expect.stringContaining('has 201 triggers, at most 200 are allowed'),
    ]);
  });

  test('tell no secret in a fault, wherever it came from', () => {
    const secret = 'canary-Zq84';
    const text = `
triggers:
  - {name: a, channel: slack, config: {url: "\${URL}"}}
  - {name: b, channel: ntfy, config: {topic: x, token_file: token}}
  - {name: c, channel: telegram, config: {chat_id: "1"}, action_secret: "${secret}"}
  - {name: d, channel: webhook, config: {url: "https://x/", headers: {A: "${secret}\\u0000"}}}
`;
    const { faults } = section(text, { URL: `ftp://${secret}` }, { token: `${secret} with spaces` });
    expect(faults).toHaveLength(4);
    expect(faults.join()).not.toContain(secret);
  });
});
