import { expect, test } from 'vitest';
import { PASSWORD_MIN_LENGTH } from '../../src/core/password-rule.ts';
import { PASSWORD_HINT } from './password-hint.ts';

test('the hint names the length that the server demands', () => {
  expect(PASSWORD_HINT).toContain(`${PASSWORD_MIN_LENGTH} characters`);
});
