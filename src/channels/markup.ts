// Pieces of markup that several chats have in common.

/** Breaks every run of backticks that could end a block of code, with a space of no width. */
export const withoutFences = (text: string): string => text.replaceAll(/`{3,}/g, (run) => run.split('').join('\u200b'));

/** A block of code of a text in which no fence is left. */
export const codeBlock = (text: string): string => `\`\`\`\n${text}\n\`\`\``;

/** For dialects of CommonMark: a backslash before a sign makes it an ordinary one. */
export const escapeMarkdown = (text: string): string => text.replaceAll(/[\\`*_{}[\]()<>#+\-.!|~&:@/]/g, '\\$&');

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Breaks what chats take for calling somebody: `@everyone`, `<@123>`, `<!channel>`. */
export const withoutMentions = (text: string): string => text.replaceAll(/@(?=[\w<!&])|<(?=[@!#])/g, '$&\u200b');

/** Breaks links of Markdown where a backslash might be shown: no address follows the bracket of a name at once. */
export const withoutNamedLinks = (text: string): string => text.replaceAll(/\](?=[([:])/g, '$&\u200b');

/** Breaks what chats make a link, a mention, a tag or a command of by themselves: nothing follows these signs at once. */
export const unlinked = (text: string): string => text.replaceAll(/[.@#/$:](?=[^\s\u200b])/g, '$&\u200b');
