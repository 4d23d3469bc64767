/** What containers and files have in common, where there are files. */
export const watchedNoun = (hasFiles: boolean): 'log' | 'container' => (hasFiles ? 'log' : 'container');
