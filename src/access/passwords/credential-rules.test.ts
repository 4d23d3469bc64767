import { describe, expect, test } from 'vitest';
import { credentialFaults } from './credential-rules.ts';

const pathsOf = (wanted: Parameters<typeof credentialFaults>[0]): string[] =>
  credentialFaults(wanted).map((f) => f.path);

describe('the rules for names and passwords', () => {
  test('accept what people choose', () => {
    for (const username of ['ann', 'a', 'Ann.B-c_d+e@example.org', 'x'.repeat(64)]) {
      expect(pathsOf({ username, password: 'correct horse battery' })).toEqual([]);
    }
  });

  test('refuse names that could mislead or break a log', () => {
    for (const username of ['', ' ann', 'ann ', 'a\nb', 'a\u0000', '-x', 'x'.repeat(65), 'änn', '<b>']) {
      expect(pathsOf({ username })).toEqual(['username']);
    }
  });

  test('refuse passwords that are too short, too long, monotonous, or the name itself', () => {
    for (const password of ['', 'short', 'x'.repeat(12), 'abababababab', 'a1b2'.repeat(65), 'Administrator']) {
      expect(pathsOf({ username: 'administrator', password })).toEqual(['password']);
    }
  });

  test('count characters, not bytes or halves of a pair', () => {
    expect(pathsOf({ password: '🔔🔒🔑🗝🔓🔏🔐🛡🔕🔔' })).toEqual([]);
    expect(pathsOf({ password: '🔔🔒🔑🗝🔓' })).toEqual(['password']);
  });

  test('name all faults at once', () => {
    expect(pathsOf({ username: '', password: '' })).toEqual(['username', 'password']);
  });
});
