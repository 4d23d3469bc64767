// How lines may stand in a file.

/** plain: a line is what stands in the file. docker-json: what Docker's json-file driver writes. cri: of the nodes of Kubernetes. ndjson: an object a line, with a member that is the message. */
export const FORMATS = ['plain', 'docker-json', 'cri', 'ndjson'] as const;
export type FormatName = (typeof FORMATS)[number];

/** The member of an object of `ndjson` that holds the message. */
export const MESSAGE_UNLESS_SAID = 'message';
const MESSAGE = /^[^\p{Cc}]{1,100}$/u;
export const isMessageName = (value: unknown): value is string => typeof value === 'string' && MESSAGE.test(value);
