import { describe, expect, test } from 'vitest';
import { readFiles, shownFiles } from './named-files.ts';

const plain = (pattern: string) => ({
  ...{ pattern, workload: undefined, format: 'plain', message: 'message', joinsLines: false, joinStart: undefined },
});

describe('which files are to be watched', () => {
  test('is said by paths with commas between them, with a workload and a format before them', () => {
    expect(readFiles('/var/log/{a,b}*.log, shop=ndjson:/srv/a=b:c.log,cri:/c/*,')).toEqual({
      ok: true,
      files: [
        plain('/var/log/{a,b}*.log'),
        { ...plain('/srv/a=b:c.log'), workload: 'shop', format: 'ndjson' },
        { ...plain('/c/*'), format: 'cri' },
      ],
    });
  });

  test('is said with whether lines that belong together are joined', () => {
    const joined = (pattern: string) => ({ ...plain(pattern), joinsLines: true });
    const text = 'joined:/a.log,shop=cri+joined:/b.log,/c.log';
    const files = [joined('/a.log'), { ...joined('/b.log'), workload: 'shop', format: 'cri' }, plain('/c.log')];
    const read = readFiles(text);
    expect(read).toEqual({ ok: true, files });
    expect(read.ok && read.files.map(shownFiles).join(',')).toBe(text);
    const entries = [
      { path: '/a.log', join_lines: true },
      { ...{ path: '/b.log', workload: 'shop' }, format: 'cri', join_lines: true },
    ];
    expect(readFiles([...entries, { path: '/c.log', join_lines: false }])).toEqual({ ok: true, files });
    const begun = { ...joined('/d.log'), joinStart: '^\\d{4}-' };
    expect(readFiles([{ path: '/d.log', join_lines: '^\\d{4}-' }])).toEqual({ ok: true, files: [begun] });
  });

  test('is said by a list of paths or of objects', () => {
    const entries = ['/a.log', { path: '/b.log', workload: 'b', format: 'ndjson', message: 'msg' }];
    expect(readFiles(entries)).toEqual({
      ok: true,
      files: [plain('/a.log'), { ...plain('/b.log'), workload: 'b', format: 'ndjson', message: 'msg' }],
    });
    expect(readFiles([])).toEqual({ ok: true, files: [] });
  });

  test.each<[unknown, string]>([
    [5, 'must be a list of paths such as /var/log/*.log'],
    ['var/log/a', 'has at its place 1 "var/log/a", which is no path from the root on'],
    [['/a', '/b/'], 'has at its place 2 "/b/", which is a folder: name its files, such as "/b/*.log"'],
    [['/a', 5], 'has at its place 2 what is neither a path nor an object with one'],
    [[{}], 'has at its place 1 no path'],
    [[{ path: 'a' }], 'has at its place 1 "a", which does not begin at the root'],
    [[{ path: '/a', fromat: 'cri' }], 'has at its place 1 the unknown name "fromat"; did you mean format?'],
    ['xml:/a', 'has at its place 1 the format "xml", which is none of plain, docker-json, cri, ndjson'],
    ['joined+cri:/a', 'has at its place 1 the format "joined+cri", which is none of plain, docker-json, cri, ndjson'],
    [
      [{ path: '/a', join_lines: 1 }],
      'has at its place 1 a join_lines that is neither true nor false, nor the pattern of a first line',
    ],
    [[{ path: '/a', workload: '\n' }], 'has at its place 1 a workload that is no name'],
    [
      [{ path: '/a', message: 'm' }],
      'has at its place 1 a message, which names a member of the objects of ndjson, and of nothing else',
    ],
    [
      `/${'{a,b}'.repeat(7)}`,
      'has at its place 1 the path "/{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}", which is longer or stands for more than may be',
    ],
    ['/a,/b,/a', 'names /a twice'],
    [Array.from({ length: 101 }, (_, n) => `/${n}`), 'must have no more than 100 entries'],
  ])('is refused with its place: %j', (value, fault) => {
    expect(readFiles(value)).toEqual({ ok: false, fault });
  });
});

test('what can be said in YAML alone is shown behind its entry', () => {
  const read = readFiles([
    { path: '/a.log', workload: 'a', join_lines: '^\\d{4}-' },
    { path: '/b.log', format: 'ndjson', message: 'msg', join_lines: '^\\[' },
    { path: '/c.log', format: 'ndjson', join_lines: true },
  ]);
  expect(read.ok && read.files.map(shownFiles)).toEqual([
    'a=joined:/a.log (join_lines: ^\\d{4}-)',
    'ndjson+joined:/b.log (message: msg, join_lines: ^\\[)',
    'ndjson+joined:/c.log',
  ]);
});
