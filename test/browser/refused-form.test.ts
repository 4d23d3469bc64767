import { expect, test } from 'vitest';
import { describeInBrowser } from './describe-in-browser.ts';

const REFUSAL = { code: 'unavailable', message: 'Not just now.', details: [] };
const LONG = 'There is far more to be said of this than there is room for. '.repeat(8).trim();

/** Runs in the page. */
function showsAllItsText(element: Element): boolean {
  const text = document.createRange();
  text.selectNodeContents(element);
  return text.getBoundingClientRect().bottom <= element.getBoundingClientRect().bottom + 1;
}

describeInBrowser('a form that is longer than the screen', (suite) => {
  test('brings what was refused into sight, though its button stands far below', async () => {
    const page = await suite.openAs('admin', '/rules/new');
    await page.setViewportSize({ width: 360, height: 640 });
    await page.route('**/api/log-scan-rules', (route) => route.fulfill({ status: 503, json: { error: REFUSAL } }));
    await page.getByLabel('Name').fill('disk');
    await page.getByRole('textbox', { name: 'Pattern' }).fill('disk');
    await page.getByRole('button', { name: 'Save' }).click();
    const said = page.getByRole('alert').filter({ hasText: REFUSAL.message });
    await said.waitFor();
    const top = async () => (await said.boundingBox())?.y ?? -1;
    await expect.poll(top).toBeGreaterThan(0);
    expect(await top()).toBeLessThan(640);
  }, 60_000);
});

describeInBrowser('what is refused late', (suite) => {
  test.each([
    ['/rules/new', 1_366, []],
    ['/rules/new', 360, []],
    ['/rules/new', 1_366, [{ path: 'name', message: 'A rule has this name already.' }]],
    ['/rules/new', 360, [{ path: 'pattern', message: 'Pattern "(" is not valid: missing ).' }]],
    ['/rules/new', 1_366, [{ path: 'name', message: LONG }]],
    ['/rules/new', 360, [{ path: 'pattern', message: LONG }]],
    ['/rules/new', 1_366, [{ path: 'nowhere', message: LONG }]],
    ['/rules/new', 360, [{ path: 'nowhere', message: LONG }]],
  ] as const)('on %s, %i pixels wide, with %j, moves nothing', async (path, width, details) => {
    const page = await suite.openAs('admin', path);
    await page.setViewportSize({ width, height: 740 });
    let answer: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route('**/api/log-scan-rules', async (route) => {
      await answered;
      await route.fulfill({ status: 422, json: { error: { ...REFUSAL, details } } });
    });
    await page.getByLabel('Name').fill('disk');
    await page.getByRole('textbox', { name: 'Pattern' }).fill('disk');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('form[aria-busy="true"]').waitFor();
    const places = (): Promise<readonly number[]> =>
      page
        .locator('main .card, main input, main textarea, main select, main button')
        .evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().top + scrollY)));
    const before = await places();
    answer();
    await page.getByText(details[0]?.message ?? REFUSAL.message).waitFor();
    expect(await places()).toEqual(before);
  });

  test('stands in its room while nobody is at the field, and is whole as soon as somebody is', async () => {
    const page = await suite.openAs('admin', '/rules/new');
    const details = ['name', 'pattern'].map((path) => ({ path, message: LONG }));
    await page.route('**/api/log-scan-rules', (route) =>
      route.fulfill({ status: 422, json: { error: { ...REFUSAL, details } } }),
    );
    await page.getByLabel('Name').fill('disk');
    await page.getByRole('textbox', { name: 'Pattern' }).fill('disk');
    await page.getByRole('button', { name: 'Save' }).click();
    const [name, pattern] = [page.locator('.fault').first(), page.locator('.fault').last()];
    const isWhole = (fault: typeof name) => fault.evaluate(showsAllItsText);
    await expect.poll(() => page.getByLabel('Name').evaluate((field) => field === document.activeElement)).toBe(true);
    expect([await isWhole(name), await isWhole(pattern)]).toEqual([true, false]);
    await page.getByRole('textbox', { name: 'Pattern' }).focus();
    await expect.poll(async () => [await isWhole(name), await isWhole(pattern)]).toEqual([false, true]);
    const described = await page.getByRole('textbox', { name: 'Pattern' }).getAttribute('aria-describedby');
    expect(described?.split(' ')).toContain(await pattern.getAttribute('id'));
  });

  test('of a choice, it moves nothing, and is said', async () => {
    const page = await suite.openAs('admin', '/users');
    const details = [{ path: 'role', message: LONG }];
    await page.route('**/api/users', async (route) =>
      route.request().method() === 'POST'
        ? route.fulfill({ status: 422, json: { error: { ...REFUSAL, details } } })
        : route.continue(),
    );
    await page.getByRole('button', { name: 'Add user' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('User name').fill('ada');
    await dialog.getByLabel('Password', { exact: true }).fill('a long enough password');
    const button = dialog.getByRole('button', { name: 'Add user' });
    const before = await button.boundingBox();
    await button.click();
    await dialog.getByRole('alert').filter({ hasText: LONG }).waitFor();
    expect(await button.boundingBox()).toEqual(before);
  });

  test('in a dialog it moves nothing either, and stands in sight', async () => {
    const page = await suite.openAs('admin', '/users');
    await page.route('**/api/users', async (route) =>
      route.request().method() === 'POST' ? route.fulfill({ status: 503, json: { error: REFUSAL } }) : route.continue(),
    );
    await page.getByRole('button', { name: 'Add user' }).click();
    const dialog = page.getByRole('dialog');
    const tall = async () => (await dialog.boundingBox())?.height;
    const before = await tall();
    await dialog.getByLabel('User name').fill('ada');
    await dialog.getByLabel('Password', { exact: true }).fill('a long enough password');
    await dialog.getByRole('button', { name: 'Add user' }).click();
    await dialog.getByText(REFUSAL.message).waitFor();
    expect(await tall()).toBe(before);
  });
});

describeInBrowser('a form with fields that few need', (suite) => {
  test('has them behind one line, and opens it for one that was refused, which takes the focus', async () => {
    const page = await suite.openAs('admin', '/triggers/new');
    const secret = page.getByLabel('Signing secret (optional)', { exact: true });
    await page.getByLabel('URL', { exact: true }).waitFor();
    expect(await secret.isVisible()).toBe(false);
    await page.getByText('More settings').click();
    await secret.fill('no secret of that kind');
    await page.getByText('More settings').click();
    expect(await secret.isVisible()).toBe(false);
    await page.getByLabel('Name').fill('ops');
    await page.getByLabel('URL', { exact: true }).fill('https://hooks.example/');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => secret.isVisible()).toBe(true);
    await expect.poll(() => secret.evaluate((field) => field === document.activeElement)).toBe(true);
    expect(await secret.getAttribute('aria-invalid')).toBe('true');
  }, 60_000);
});
