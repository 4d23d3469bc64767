import { describe, expect, test } from 'vitest';
import { ApiError } from '../../api/api-error.ts';
import { faultOf, faultsElsewhere, Submission } from './submission.ts';

const refused = (...details: readonly { path: string; message: string }[]) =>
  new ApiError('refused', 'Not so.', { status: 422, details });

describe('a submission', () => {
  test('says whether it succeeded, and that it is busy in between', async () => {
    const submission = new Submission();
    let finish = (): void => {};
    const running = submission.run(
      () =>
        new Promise<void>((resolve) => {
          finish = resolve;
        }),
    );
    expect(submission.state.value.busy).toBe(true);
    finish();
    await expect(running).resolves.toBe(true);
    expect(submission.state.value).toEqual({ busy: false, fault: undefined });
  });

  test('runs once, however often the button is pressed', async () => {
    const submission = new Submission();
    let runs = 0;
    const work = async (): Promise<void> => {
      runs += 1;
    };
    expect(await Promise.all([submission.run(work), submission.run(work)])).toEqual([true, false]);
    expect(runs).toBe(1);
  });

  test('keeps what the server refused until the next attempt', async () => {
    const submission = new Submission();
    const fault = refused({ path: 'password', message: 'Too short.' });
    await expect(submission.run(() => Promise.reject(fault))).resolves.toBe(false);
    expect(submission.state.value).toEqual({ busy: false, fault });
    await submission.run(async () => {});
    expect(submission.state.value.fault).toBeUndefined();
  });

  test('turns an error of this page into a sentence, and a call that was given up into silence', async () => {
    const submission = new Submission();
    await submission.run(() => Promise.reject(new TypeError('x is undefined')));
    expect(submission.state.value.fault?.message).toContain('Reload');
    await submission.run(() => Promise.reject(new DOMException('given up', 'AbortError')));
    expect(submission.state.value.fault).toBeUndefined();
  });

  test('can be refused before the server is asked', () => {
    const submission = new Submission();
    submission.refuse([{ path: 'name', message: 'Fill this in.' }]);
    expect(faultOf(submission.state.value.fault, 'name')).toBe('Fill this in.');
  });
});

describe('what the server said', () => {
  const fault = refused(
    { path: 'password', message: 'Too short.' },
    { path: 'password', message: 'Too simple.' },
    { path: 'body', message: 'Odd.' },
    { path: '', message: 'All wrong.' },
  );

  test('stands at the field that it is about', () => {
    expect(faultOf(fault, 'password')).toBe('Too short. Too simple.');
    expect(faultOf(fault, 'username')).toBeUndefined();
  });

  test('stands above the form when no field can say it', () => {
    expect(faultsElsewhere(fault, ['username', 'password'])).toEqual(['body: Odd.', 'All wrong.']);
    expect(faultsElsewhere(refused({ path: 'password', message: 'Too short.' }), ['password'])).toEqual([]);
    expect(faultsElsewhere(refused(), ['password'])).toEqual(['Not so.']);
    expect(faultsElsewhere(undefined, [])).toEqual([]);
  });
});
