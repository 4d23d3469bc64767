// A message as a mail: the same in plain text and in HTML, in a thread of its own for each rule.
import { truncate } from '../../core/text/truncate.ts';
import { escapeHtml } from '../markup.ts';
import type { Message, MessageFacts } from '../message.ts';
import { plainMessage } from '../plain-message.ts';

export interface MailText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  readonly references: string;
}

const MOST_SUBJECT = 150;

/** `domain` is that of the sender, for names that are unique in the world. */
export function mailText(message: Message, facts: MessageFacts, domain: string): MailText {
  const [first = ''] = facts.line.split('\n');
  return {
    subject: truncate(`${facts.title}: ${first}`.replaceAll(/\s+/g, ' '), { most: MOST_SUBJECT }),
    text: `${plainMessage(facts)}\n`,
    html: htmlOf(facts),
    messageId: `<${message.id}@${domain}>`,
    references: `<rule.${threadOf(message)}@${domain}>`,
  };
}

/** Only what may stand in a Message-ID. */
function threadOf({ event, trigger }: Message): string {
  return (event.ruleId ?? `trigger-${trigger.id}`).replaceAll(/[^\w-]/g, '-');
}

function htmlOf({ title, facts, line, captures, link }: MessageFacts): string {
  const rows = facts.map(
    ([name, value]) => `<tr><th align="left">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`,
  );
  return [
    `<h3>${escapeHtml(title)}</h3>`,
    `<pre>${escapeHtml(line)}</pre>`,
    captures === '' ? '' : `<pre>${escapeHtml(captures)}</pre>`,
    `<table>${rows.join('')}</table>`,
    link === undefined ? '' : `<p><a href="${escapeHtml(link)}">Open in Tocsin</a></p>`,
  ].join('\n');
}
