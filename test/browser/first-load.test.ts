import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { UI_FOLDER } from '../../src/app/installation.ts';

const MOST_JAVASCRIPT = 40 * 1024;

const page = (): string => readFileSync(path.join(UI_FOLDER, 'index.html'), 'utf8');

/** What the page makes a browser load before it shows anything. */
function firstLoad(extension: string): readonly Buffer[] {
  const names = [...page().matchAll(/(?:src|href)="\/([^"]+)"/g)].map(([, name = '']) => name);
  return names.filter((name) => name.endsWith(extension)).map((name) => readFileSync(path.join(UI_FOLDER, name)));
}

describe('the first load', () => {
  test('has at most 40 KiB of JavaScript, as it travels', () => {
    const scripts = firstLoad('.js');
    expect(scripts.length).toBeGreaterThanOrEqual(2);
    const bytes = scripts.reduce((sum, script) => sum + gzipSync(script).length, 0);
    expect(bytes).toBeGreaterThan(5_000);
    expect(bytes).toBeLessThanOrEqual(MOST_JAVASCRIPT);
  });

  test('has nothing in it that measures: that is loaded when the page is there', () => {
    expect(readdirSync(path.join(UI_FOLDER, 'assets')).some((name) => name.startsWith('send-measurements'))).toBe(true);
    for (const script of firstLoad('.js')) expect(String(script)).not.toContain('largest-contentful-paint');
  });

  test('lies ready in compressed form, so that the server does not compress', () => {
    const assets = [...page().matchAll(/"\/(assets\/[^"]+)"/g)].map(([, name = '']) => name);
    expect(assets.length).toBeGreaterThanOrEqual(3);
    for (const name of assets) {
      const file = path.join(UI_FOLDER, name);
      expect(readFileSync(`${file}.gz`).length).toBeLessThan(readFileSync(file).length);
      expect(readFileSync(`${file}.br`).length).toBeLessThan(readFileSync(file).length);
    }
  });

  test('has no script, style or handler inside the page, which the policy would forbid', () => {
    expect(page()).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/i);
  });

  test('takes nothing from other sites', () => {
    for (const text of [page(), ...firstLoad('.css').map(String)]) {
      expect(text.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\(\s*["']?\/\//);
    }
  });
});
