// How large the image is: node bench/image/size.ts, as root with Debian's docker.io, docker-compose, haproxy and busybox-static.
// It is built in an engine of its own, on a base made of this machine's Node. What it adds to a base is the same on any; how large the base is, is the base's affair.
import { BASE, IMAGE, startImageEngine } from '../../test/support/image/image-engine.ts';

const { engine, docker } = await startImageEngine('classic');
try {
  const [image, base] = [await sizeOf(IMAGE), await sizeOf(BASE)];
  tell('what it adds to its base', image - base);
  for (const folder of ['/app/node_modules', '/app/dist', '/app/web', '/app/bin'])
    tell(`  ${folder}`, await bytesIn(folder));
  tell('the base of this machine', base);
} finally {
  await engine.dispose();
}

async function sizeOf(name: string): Promise<number> {
  return Number(await docker('image', 'inspect', '--format', '{{.Size}}', name));
}

/** Of the files themselves; a file system may take more for them. */
async function bytesIn(folder: string): Promise<number> {
  const script = `const fs = require('node:fs'); let bytes = 0;
    for (const one of fs.readdirSync('${folder}', { recursive: true, withFileTypes: true }))
      if (one.isFile()) bytes += fs.statSync(one.parentPath + '/' + one.name).size;
    console.log(bytes)`;
  return Number(await docker('run', '--rm', '--network', 'none', '--entrypoint', 'node', IMAGE, '-e', script));
}

function tell(what: string, bytes: number): void {
  console.log(
    `${what.padEnd(28)}${bytes.toLocaleString('en').padStart(14)} bytes${(bytes / 1e6).toFixed(1).padStart(8)} MB`,
  );
}
