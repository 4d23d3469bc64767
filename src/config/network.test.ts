import { describe, expect, test } from 'vitest';
import { parseNetwork, parseOpenable } from './network.ts';

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
    ['::ffff:127.0.0.1', { address: '127.0.0.1', family: 4, prefix: 32, port: undefined }],
    ['[::ffff:7f00:1]:9000', { address: '127.0.0.1', family: 4, prefix: 32, port: 9000 }],
    ['[0:0:0:0:0:FFFF:10.0.0.0]/104:9000', { address: '10.0.0.0', family: 4, prefix: 8, port: 9000 }],
    ['64:ff9b::7f00:1', { address: '64:ff9b::7f00:1', family: 6, prefix: 128, port: undefined }],
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
    '::ffff:0:0/95',
    '[::ffff:127.0.0.1]/32:9000',
    '127.1',
    '0x7f.0.0.1',
    '010.0.0.1',
    '2130706433',
    '10.0.0.1:08:1',
    '10.0.0.1/-1',
    '１２７.0.0.1',
  ])('"%s" is refused', (text) => expect(parseNetwork(text)).toBeUndefined());
});

describe('networks that can be opened', () => {
  test.each(['127.0.0.1/32:80', '0.0.0.0/0', '[::]/0:80', '169.254.0.0/16', '100.64.0.0/10', '[fe80::]/10'])(
    'are those like %s',
    (text) => expect(parseOpenable(text)).toEqual(parseNetwork(text)),
  );

  test.each([
    '0.0.0.0',
    '0.0.0.0/8:80',
    '::',
    '[::ffff:0.0.0.0]:80',
    '169.254.169.254',
    '::ffff:169.254.169.254',
    '[fd00:ec2::254]:80',
    '[fd00:42::42]:80',
    'fd00:c1::a9fe:a9fe',
    'fe80::a9fe:a9fe',
    '169.254.42.42:80',
    '100.100.100.200/32',
    '224.0.0.0/4',
    '239.1.0.0/16',
    '255.255.255.255',
    'ff02::/16',
    '64:ff9b:1::/64',
  ])('are not those like %s, where nothing is ever sent', (text) => {
    expect(parseNetwork(text)).toBeDefined();
    expect(parseOpenable(text)).toBeUndefined();
  });
});
