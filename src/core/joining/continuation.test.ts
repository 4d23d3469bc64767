import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joinedTexts } from '../../../test/support/joined-texts.ts';
import { at, lineBatch } from '../../../test/support/line-batch.ts';
import { begun, continued, TRACES as TRACES_SO_FAR } from './continuation.ts';
import { LineJoiner } from './line-joiner.ts';

/** Each as it is written, between two lines of a log. */
const TRACES: Readonly<Record<string, string>> = {
  'an exception of Java with its causes': `12:00 ERROR request failed
java.lang.IllegalStateException: no pool
\tat com.shop.Pool.take(Pool.java:12)
\t... 5 common frames omitted
\tSuppressed: java.io.IOException: x
Caused by: java.net.ConnectException: refused
\tat java.base/sun.nio.ch.Net.connect(Net.java:1)
\t... 31 more`,
  'a trace of Python that was logged, and the one that led to it': `ERROR:root:request failed
Traceback (most recent call last):
  File "/app/a.py", line 2, in take
    pool[0]
IndexError: list index out of range

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/app/a.py", line 4, in <module>
    take()
django.db.utils.OperationalError: no pool`,
  'a panic of Go': `panic: runtime error: index out of range [1] with length 0

goroutine 1 [running]:
main.(*Pool).take(0xc000012120, {0x1, 0x2})
\t/app/main.go:7 +0x1d
created by main.main in goroutine 1
\t/app/main.go:3 +0x10
exit status 2`,
  'an error of Node.js with its members': `Error: connect ECONNREFUSED 127.0.0.1:5432
    at TCPConnectWrap.afterConnect (node:net:1555:16) {
  errno: -111,
  code: 'ECONNREFUSED'
}`,
  'an exception of .NET': `fail: Shop.Pool[0]
      request failed
System.InvalidOperationException: no pool
 ---> System.Net.Sockets.SocketException (111): refused
   at Shop.Pool.Take() in /src/Pool.cs:line 12
   --- End of inner exception stack trace ---
--- End of stack trace from previous location ---
   at Shop.Program.Main()`,
  'an exception of Ruby': `pool.rb:3:in 'take': no pool (RuntimeError)
\tfrom pool.rb:9:in '<main>'`,
  'a fatal error of PHP': `PHP Fatal error:  Uncaught Exception: no pool in /app/pool.php:3
Stack trace:
#0 /app/pool.php(9): take()
#1 {main}
  thrown in /app/pool.php on line 3`,
  'a trace whose lines are coloured': `\u001b[31mError: no pool\u001b[0m
\u001b[90m    at take (pool.js:3:9)\u001b[0m`,
};

const joined = (text: string): string[] => {
  const joiner = new LineJoiner();
  const lines = lineBatch(text.split('\n').map((line) => ({ text: line, at: at(0) })));
  return [...joinedTexts(joiner.take(lines)), ...joinedTexts(joiner.close())];
};

describe('one line is made of', () => {
  test.each(Object.entries(TRACES))('%s', (_, trace) => {
    expect(joined(`12:00 INFO before\n${trace}\n12:00 INFO behind`)).toEqual([
      ...(trace.startsWith('12:00 INFO') ? [] : ['12:00 INFO before']),
      trace,
      '12:00 INFO behind',
    ]);
  });
});

test('lines that only look a little like that stay on their own', () => {
  const lines = [
    'one',
    '',
    'at noon the shop (big) opens',
    '#hash',
    '}',
    'Error: a',
    'Error: b',
    'main.main()',
    'ValueError: x',
  ];
  expect(joined(lines.join('\n'))).toEqual(lines);
});

test('what is seen by the first bytes of a line is what its text says', () => {
  const piece = fc.constantFrom(
    ...[
      'Traceback (most recent call last):',
      '+ Exception Group ',
      'panic: ',
      'fatal error: ',
      'goroutine 1 [',
      'java.lang.',
    ],
    ...[
      'IOException',
      'Error',
      ':',
      'Caused by: ',
      'Suppressed: ',
      '... 3 more',
      'at a.b(',
      '--- End of ',
      'Stack trace:',
    ],
    ...['Wrapped by: ', 'Fatal Python error: ', "Emitted 'x' event", 'Did you mean?', '[stacktrace]', '"}', '{main}'],
    ...[
      '[previous exception] ',
      'node:',
      'a.js',
      '/a/',
      'a/b.',
      ':1',
      ":1:in 'x'",
      ': no (E)',
      'main',
      '.',
      '^^',
      '<',
      '-',
    ],
    ...['PHP ', '#1 ', '1. ', '}', ');', '$x.', '_', 'é', '2026-01-01', '[', ''],
  );
  const lines = fc.array(piece, { maxLength: 3 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(lines, fc.constantFrom(...TRACES_SO_FAR), (line, trace) => {
      // One that is coloured is always read as a text.
      const [plain, coloured] = [line, `\u001b[0m${line}`].map((text) => Buffer.from(text));
      const said = (bytes: Buffer = Buffer.of()) => [
        begun(bytes, 0, bytes.length),
        continued(trace, { bytes, from: 0, end: bytes.length }),
      ];
      expect(said(plain)).toEqual(said(coloured));
    }),
    { numRuns: 6_000 },
  );
});
