import { expect, test } from 'vitest';
import { fileWords } from './file-words.ts';

const withCode = (code: string) => Object.assign(new Error(`${code}: as the system says it`), { code });

test('says in words why nothing can be written, and repeats the system where there are none', () => {
  expect(['EACCES', 'EROFS', 'ENOENT', 'ENOTDIR', 'ENOSPC', 'EIO'].map((code) => fileWords(withCode(code)))).toEqual([
    'this user may not write there',
    'the file system is read-only',
    'the folder that it should be in is not there',
    'a file stands where a folder should be',
    'the disk is full',
    'EIO: as the system says it',
  ]);
  expect(fileWords('no error')).toBe('no error');
});
