import { describe, expect, test } from 'vitest';
import { parseNetwork } from './network.ts';

describe('networks', () => {
  test.each([
    ['10.0.0.0/8', { address: '10.0.0.0', family: 4, prefix: 8, port: undefined }],
    ['10.0.0.1', { address: '10.0.0.1', family: 4, prefix: 32, port: undefined }],
    ['127.0.0.1/32:9000', { address: '127.0.0.1', family: 4, prefix: 32, port: 9000 }],
    ['127.0.0.1:9000', { address: '127.0.0.1', family: 4, prefix: 32, port: 9000 }],
    ['0.0.0.0/0', { address: '0.0.0.0', family: 4, prefix: 0, port: undefined }],
    ['fd00::/8', { address: 'fd00::', family: 6, prefix: 8, port: undefined }],
    ['::1', { address: '::1', family: 6, prefix: 128, port: undefined }],
    ['[::1]:9000', { address: '::1', family: 6, prefix: 128, port: 9000 }],
    ['[fd00::]/8:9000', { address: 'fd00::', family: 6, prefix: 8, port: 9000 }],
  ])('%s is read', (text, network) => expect(parseNetwork(text)).toEqual(network));

  test.each([
    '',
    'localhost',
    '10.0.0.0/33',
    '10.0.0/8',
    '10.0.0.1:0',
    '10.0.0.1:65536',
    'fd00::/129',
    'fe80::1%eth0',
    '[::1',
    '1.2.3.4/8/8',
    '::1:9000/',
  ])('"%s" is refused', (text) => expect(parseNetwork(text)).toBeUndefined());
});
