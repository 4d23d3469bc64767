import { expect, test } from 'vitest';
import { clientNetwork } from './client-network.ts';

test('an IPv4 address is one client in every form that a proxy gives it', () => {
  for (const form of [
    '203.0.113.8',
    '203.0.113.8:4000',
    '::ffff:203.0.113.8',
    '::FFFF:cb00:7108',
    '[::ffff:203.0.113.8]:9',
    '0:0:0:0:0:ffff:cb00:7108',
  ]) {
    expect(clientNetwork(form)).toBe('203.0.113.8');
  }
});

test('an IPv6 /64 is one client, however it is spelt', () => {
  for (const form of [
    '2001:db8:1:2::1',
    '2001:0DB8:0001:0002:ffff::',
    '[2001:db8:1:2::7]:443',
    '2001:db8:1:2:3:4:5:6%eth0',
  ]) {
    expect(clientNetwork(form)).toBe('2001:db8:1:2::/64');
  }
  expect(clientNetwork('2001:db8:1:3::1')).not.toBe(clientNetwork('2001:db8:1:2::1'));
  expect(clientNetwork('::1')).toBe('0:0:0:0::/64');
});

test('what is no address is a client of its own', () => {
  for (const odd of ['', 'unknown', '300.1.1.1', 'a:b', '1.2.3.4.5']) expect(clientNetwork(odd)).toBe(odd);
});
