// What a server's machine is called. In a container the machine's name is the beginning of the container's id unless somebody gave it another: nobody knows it by that.

const isContainerId = (hostname: string): boolean => /^[0-9a-f]{12}$/.test(hostname);

/** For a sentence: where the machine has no name of its own, `address` is what the reader calls it. */
export const showHost = (hostname: string, address: string): string => (isContainerId(hostname) ? address : hostname);

/** For a list of facts: says what an id is. */
export const showMachine = (hostname: string): string => (isContainerId(hostname) ? `Container ${hostname}` : hostname);
