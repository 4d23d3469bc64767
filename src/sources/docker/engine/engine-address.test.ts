import { describe, expect, test } from 'vitest';
import { parseEngineAddress } from './engine-address.ts';

describe('the address of an engine', () => {
  test.each([
    ['unix:///var/run/docker.sock', { kind: 'unix', path: '/var/run/docker.sock' }],
    ['unix:///a b/50%/x?y#z.sock', { kind: 'unix', path: '/a b/50%/x?y#z.sock' }],
    ['tcp://proxy:2375', { kind: 'tcp', host: 'proxy', port: 2375, tls: 'as_set', base: '' }],
    ['tcp://10.0.0.5:2376/', { kind: 'tcp', host: '10.0.0.5', port: 2376, tls: 'as_set', base: '' }],
    ['tcp://[::1]:2375', { kind: 'tcp', host: '::1', port: 2375, tls: 'as_set', base: '' }],
    ['http://proxy', { kind: 'tcp', host: 'proxy', port: 80, tls: 'never', base: '' }],
    ['https://docker.example.org', { kind: 'tcp', host: 'docker.example.org', port: 443, tls: 'always', base: '' }],
    [
      'https://example.org:8443/docker/',
      { kind: 'tcp', host: 'example.org', port: 8443, tls: 'always', base: '/docker' },
    ],
  ])('%s is read', (text, address) => {
    expect(parseEngineAddress(text)).toEqual(address);
  });

  test.each([
    [
      'ssh://me@build.example.org:2222',
      /ssh -N -L \/run\/tocsin\/build\.example\.org-2222\.sock:\/var\/run\/docker\.sock me@build\.example\.org:2222/,
    ],
    ['ssh://build', /unix:\/\/\/run\/tocsin\/build\.sock/],
    ['npipe:////./pipe/docker_engine', /not supported.*tcp:\/\//],
    ['unix://var/run/docker.sock', /three slashes/],
    ['unix:///a\0b', /absolute path/],
    ['tcp://proxy', /names no port/],
    ['tcp://proxy:0', /names no port/],
    ['docker.sock', /no address of an engine/],
    ['', /no address of an engine/],
    ['ftp://a', /no address of an engine/],
  ])('%s is refused with what to write instead', (text, words) => {
    expect(parseEngineAddress(text)).toMatchObject({ kind: 'address', words: expect.stringMatching(words) });
  });

  test('never repeats a password', () => {
    expect(JSON.stringify(parseEngineAddress('ftp://me:secret@a'))).not.toContain('secret');
    expect(JSON.stringify(parseEngineAddress('ssh://me:secret@a'))).not.toContain('secret');
  });
});
