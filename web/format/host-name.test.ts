import { expect, test } from 'vitest';
import { showHost, showMachine } from './host-name.ts';

test.each([
  ['nas', 'nas', 'nas'],
  ['4c01db0b339c', 'nas.local', 'Container 4c01db0b339c'],
  ['4c01db0b339', '4c01db0b339', '4c01db0b339'],
  ['4c01db0b339c.local', '4c01db0b339c.local', '4c01db0b339c.local'],
  ['feedfacecafx', 'feedfacecafx', 'feedfacecafx'],
])('a machine that is called %s is %s in a sentence and %s among facts', (hostname, name, machine) => {
  expect(showHost(hostname, 'nas.local')).toBe(name);
  expect(showMachine(hostname)).toBe(machine);
});
