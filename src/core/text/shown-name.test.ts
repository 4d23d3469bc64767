import { expect, test } from 'vitest';
import { shownName } from './shown-name.ts';

test.each([
  ['shop/web', 'shop/web'],
  ['Größe ディスク', 'Größe ディスク'],
  ['\u001b]0;yours\u0007shop\u001b[2J/web', 'shop/web'],
  ['\u202efdp.exe\u2066', 'fdp.exe'],
  ['shop\nweb', 'shop web'],
  ['/var/log/a  b.log', '/var/log/a  b.log'],
  ['\u202e', '?'],
])('the name %j is shown as %j', (name, shown) => expect(shownName(name)).toBe(shown));
