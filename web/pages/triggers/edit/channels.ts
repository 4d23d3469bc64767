// What each channel needs, in the order in which a person fills it in. A test holds it against the channels themselves.

export type FieldKind = 'text' | 'secret' | 'number' | 'flag' | 'list' | 'headers' | 'long' | 'choice';

export interface ChannelField {
  readonly name: string;
  readonly label: string;
  readonly kind: FieldKind;
  readonly hint?: string;
  readonly isRequired?: boolean;
  /** Few need it: it stands behind the others, out of sight. */
  readonly isExtra?: boolean;
  /** Of a choice: what can be chosen, the default first. */
  readonly options?: readonly (readonly [value: string, words: string])[];
}

export interface ChannelForm {
  readonly kind: string;
  readonly label: string;
  readonly fields: readonly ChannelField[];
}

const webhookUrl = (where: string): ChannelField => ({
  name: 'url',
  label: 'Webhook URL',
  kind: 'secret',
  isRequired: true,
  hint: `${where} Whoever has it can post there, so it is kept like a password.`,
});

export const CHANNELS: readonly ChannelForm[] = [
  {
    kind: 'webhook',
    label: 'Webhook',
    fields: [
      { name: 'url', label: 'URL', kind: 'text', isRequired: true, hint: 'Gets a POST with the event as JSON.' },
      {
        name: 'signing_secret',
        label: 'Signing secret',
        kind: 'secret',
        isExtra: true,
        hint: 'whsec_… or whsk_…: the receiver can prove that a request is ours.',
      },
      {
        name: 'previous_signing_secret',
        label: 'Previous signing secret',
        kind: 'secret',
        isExtra: true,
        hint: 'Signs as well, until every receiver knows the new one.',
      },
      {
        name: 'headers',
        label: 'Headers',
        kind: 'headers',
        isExtra: true,
        hint: 'One a line: Authorization: Bearer …',
      },
      {
        name: 'body_template',
        label: 'Body',
        kind: 'long',
        isExtra: true,
        hint: 'Instead of the event as JSON; {{event.message}} and its like are filled in.',
      },
      {
        name: 'body_type',
        label: 'Body is',
        kind: 'choice',
        isExtra: true,
        options: [
          ['json', 'JSON'],
          ['text', 'Plain text'],
        ],
      },
    ],
  },
  { kind: 'slack', label: 'Slack', fields: [webhookUrl('Of an incoming webhook of your workspace.')] },
  {
    kind: 'discord',
    label: 'Discord',
    fields: [
      webhookUrl('Of a webhook in the settings of a channel.'),
      { name: 'username', label: 'Posts as', kind: 'text' },
    ],
  },
  {
    kind: 'telegram',
    label: 'Telegram',
    fields: [
      { name: 'token', label: 'Token of the bot', kind: 'secret', isRequired: true, hint: 'From @BotFather.' },
      {
        name: 'chat_id',
        label: 'Chat',
        kind: 'text',
        isRequired: true,
        hint: 'Its number, or @ and the name of a channel.',
      },
      {
        name: 'message_thread_id',
        label: 'Topic',
        kind: 'number',
        isExtra: true,
        hint: 'Its number, in a group with topics.',
      },
      { name: 'silent', label: 'Without a sound', kind: 'flag', isExtra: true },
      {
        name: 'api_url',
        label: 'Server',
        kind: 'text',
        isExtra: true,
        hint: 'https://api.telegram.org unless said.',
      },
    ],
  },
  {
    kind: 'ntfy',
    label: 'ntfy',
    fields: [
      { name: 'topic', label: 'Topic', kind: 'text', isRequired: true },
      { name: 'url', label: 'Server', kind: 'text', hint: 'https://ntfy.sh unless said.' },
      { name: 'token', label: 'Access token', kind: 'secret', isExtra: true },
      { name: 'username', label: 'User name', kind: 'text', isExtra: true, hint: 'Where there is no token.' },
      { name: 'password', label: 'Password', kind: 'secret', isExtra: true },
    ],
  },
  {
    kind: 'gotify',
    label: 'Gotify',
    fields: [
      { name: 'url', label: 'Server', kind: 'text', isRequired: true },
      { name: 'token', label: 'Token of the application', kind: 'secret', isRequired: true },
    ],
  },
  { kind: 'teams', label: 'Microsoft Teams', fields: [webhookUrl('Of a workflow that posts to a channel.')] },
  {
    kind: 'email',
    label: 'E-mail',
    fields: [
      { name: 'host', label: 'Mail server', kind: 'text', isRequired: true },
      { name: 'port', label: 'Port', kind: 'number', hint: 'That of the security below unless said.' },
      {
        name: 'security',
        label: 'Security',
        kind: 'choice',
        options: [
          ['starttls', 'STARTTLS'],
          ['tls', 'TLS'],
          ['none', 'None'],
        ],
      },
      { name: 'username', label: 'User name', kind: 'text' },
      { name: 'password', label: 'Password', kind: 'secret' },
      { name: 'from', label: 'From', kind: 'text', isRequired: true },
      {
        name: 'to',
        label: 'To',
        kind: 'list',
        isRequired: true,
        hint: 'One or more addresses, with commas between them.',
      },
    ],
  },
  {
    kind: 'apprise',
    label: 'Apprise',
    fields: [
      { name: 'url', label: 'Apprise API server', kind: 'text', isRequired: true },
      { name: 'key', label: 'Key', kind: 'secret', hint: 'Of a configuration that the server keeps.' },
      { name: 'urls', label: 'Services', kind: 'secret', hint: 'Instead of a key: as Apprise writes them.' },
      { name: 'tag', label: 'Tag', kind: 'text' },
    ],
  },
];

/** The one way out that a demo has, and leads nowhere. */
export const DEMO_CHANNEL: ChannelForm = { kind: 'demo', label: 'The demo’s own receiver', fields: [] };

export const channelLabel = (kind: string): string =>
  [...CHANNELS, DEMO_CHANNEL].find((one) => one.kind === kind)?.label ?? kind;
