import { describe, expect, test } from 'vitest';
import { joinedTexts } from './joined-texts.ts';

/** Each as its program writes it. */
const TRACES: Readonly<Record<string, string>> = {
  'an exception of Java whose class stands within another': `12:00 ERROR call failed
org.springframework.web.client.HttpClientErrorException$NotFound: 404
\tat com.shop.Client.get(Client.java:12)
Wrapped by: java.lang.IllegalStateException: no price
\tat com.shop.Price.of(Price.java:7)`,
  'a trace of Python whose exception was made in a function': `Traceback (most recent call last):
  File "/app/a.py", line 2, in <module>
take.<locals>.NoPool: x`,
  'the end of Python itself': `Fatal Python error: Segmentation fault

Current thread 0x00007f9127e26b80 (most recent call first):
  File "/app/a.py", line 15 in <module>

Thread 0x00007f9127e26b81 (most recent call first):
  File "/app/b.py", line 1 in run`,
  'a panic that a server of Go has caught': `2026/01/31 12:00:00 http: panic serving 127.0.0.1:1: no pool
goroutine 18 [running]:
net/http.(*conn).serve.func1()
\t/usr/local/go/src/net/http/server.go:1898 +0xbe
panic({0x6ee0a0?, 0x8b1b40?})
\t/usr/local/go/src/runtime/panic.go:787 +0x132
created by net/http.(*Server).Serve in goroutine 1
\t/usr/local/go/src/net/http/server.go:3454 +0x485`,
  'an error that zap logs': `12:00 ERROR shop/main.go:7 no pool
github.com/shop/pool.(*Pool).Take
\t/app/pool/pool.go:9
github.com/shop/cmd.run
\t/app/cmd/run.go:9
net/http.HandlerFunc.ServeHTTP
\t/usr/local/go/src/net/http/server.go:2294
main.main
\t/app/main.go:3
runtime.main
\t/usr/local/go/src/runtime/proc.go:283`,
  'an error that ends Node.js': `/app/index.js:1
function take() { throw new Error('no pool'); }
                  ^

Error: no pool
    at take (/app/index.js:1:25)
    at node:internal/main/run_main_module:33:47

Node.js v24.21.0`,
  'an error event that ends Node.js': `node:events:505
    throw er; // Unhandled 'error' event
    ^

Error: connect ECONNREFUSED 127.0.0.1:1
    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:2021:16)
Emitted 'error' event on Socket instance at:
    at emitErrorNT (node:internal/streams/destroy:170:8) {
  errno: -111
}

Node.js v24.21.0`,
  'what is thrown and is no error, of Node.js': `file:///app/b.mjs:1
throw 'abc'
^
abc
(Use \`node --trace-uncaught ...\` to show where the exception was thrown)

Node.js v24.21.0`,
  'an exception that the logger of Ruby writes': `E, [2026-01-31T12:00:00.000000 #7] ERROR -- : no pool (RuntimeError)
app/pool.rb:3:in 'Pool#take'
/usr/lib/ruby/gems/3.4.0/gems/puma-6/lib/puma/server.rb:9:in 'handle'
<internal:kernel>:187:in 'loop'`,
  'an error of Ruby that shows the line': `pool.rb:3:in 'take': undefined method 'x' for nil (NoMethodError)

nil.x
   ^^
Did you mean?  y
\tfrom pool.rb:9:in '<main>'`,
  'an exception of Rails in a view': `ActionView::Template::Error (undefined method \`x' for nil):
    1: <%= nil.x %>
  
app/views/posts/index.html.erb:1:in \`index'
app/controllers/posts_controller.rb:3:in \`index'`,
  'an exception of PHP and the one that led to it': `PHP Fatal error:  Uncaught PDOException: refused in /app/a.php:3
Stack trace:
#0 {main}

Next RuntimeException: no pool in /app/a.php:5
Stack trace:
#0 {main}
  thrown in /app/a.php on line 5`,
  'an exception that Laravel logs': `[2026-01-31 12:00:00] production.ERROR: no pool {"exception":"[object] (RuntimeException(code: 0): no pool at /app/a.php:3)
[stacktrace]
#0 /app/b.php(9): take()
#1 {main}

[previous exception] [object] (PDOException(code: 2002): refused at /app/a.php:2)
[stacktrace]
#0 {main}
"} `,
  'several exceptions of .NET at once': `Unhandled exception. System.AggregateException: One or more errors occurred. (a) (b) (c)
 ---> System.InvalidOperationException: a
   at Shop.Program.Main()
 ---> (Inner Exception #1) System.InvalidOperationException: b
   at Shop.Program.Main()<---

 ---> (Inner Exception #2) System.InvalidOperationException: c
   at Shop.Program.Main()<---`,
};

describe('one line is made of', () => {
  test.each(Object.entries(TRACES))('%s', (_, trace) => {
    const isHeading = trace.startsWith('Traceback');
    const lines = ['12:00 INFO before', ...trace.split('\n'), '12:00 INFO behind'];
    expect(joinedTexts(lines)).toEqual([
      ...(isHeading ? [`12:00 INFO before\n${trace}`] : ['12:00 INFO before', trace]),
      '12:00 INFO behind',
    ]);
  });
});

describe('stay on their own', () => {
  test.each([
    ['files', ['unpacked', 'etc/nginx/nginx.conf', 'var/lib/a.so', '/srv/a.js', 'main', 'shop.example.com']],
    ['numbers of lines', ['/var/log/a.log:3', '/var/log/b.log:7']],
    ['lines that stand behind empty ones', ['Error: a', '', 'Error: b', '', 'Next: c', 'Node.js v24.21.0']],
    ['marks of their own', ['^', '^^^', 'Emitted 3', 'Did you', 'Failed', 'FATAL x', 'note', '[p] x', '"x"']],
    ['an error of Ruby and what comes behind it', ["a.rb:1:in 'x': no (E)", "a.rb:1:in 'x': no (E)", 'INFO x']],
  ])('%s', (_, lines) => {
    expect(joinedTexts(lines)).toEqual(lines);
  });
});

test('traces that come one behind the other are one line each', () => {
  const traces = [
    'java.lang.IllegalStateException: a\n\tat a.B.c(B.java:1)\nCaused by: java.io.IOException: b\n\tat a.B.d(B.java:2)',
    'java.lang.IllegalStateException: c\n\tat a.B.c(B.java:1)',
    '/app/a.js:1\nthrow a\n^\n\nError: a\n    at b (/app/a.js:1:2)\n\nNode.js v24.21.0',
    'java.lang.IllegalStateException: d\n\tat a.B.c(B.java:1)',
    'INFO x\nTraceback (most recent call last):\n  File "a.py", line 1\nValueError: e',
    'Traceback (most recent call last):\n  File "a.py", line 1\nValueError: f',
  ];
  expect(joinedTexts(traces.join('\n').split('\n'))).toEqual(traces);
});

test('what only begins as a trace ends where it goes on no further', () => {
  const broken = ['/app/a.js:1', 'throw x', 'INFO calm', 'app/b.Take', 'INFO calm'];
  expect(joinedTexts(broken)).toEqual(['/app/a.js:1\nthrow x', 'INFO calm\napp/b.Take', 'INFO calm']);
});
