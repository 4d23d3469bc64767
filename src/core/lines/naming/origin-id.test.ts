import { expect, test } from 'vitest';
import { fileOrigin } from '../../../../test/support/file-origin.ts';
import { sampleOrigin } from '../../../../test/support/origin-samples.ts';
import { originFacts } from '../../events/origin-facts.ts';
import { originName } from '../origin.ts';
import { originId } from './origin-id.ts';

test('a container is known by the id and the name that its engine gave it', () => {
  const web = sampleOrigin('web', { containerName: 'shop-web-1' });
  expect([originId(web), originName(web)]).toEqual(['web', 'shop-web-1']);
  expect(originFacts(web)).toMatchObject({ container_id: 'web', container_name: 'shop-web-1', host: 'local' });
  expect(originFacts(web)).not.toHaveProperty('path');
});

test('a file is known by an id that goes into an address, the same for each description of it, and is called by its path', () => {
  const path = '/var/log/a b/x?.log';
  expect(originId(fileOrigin(path))).toMatch(/^file-[0-9a-f]{16}$/);
  expect(originId(fileOrigin(path))).toBe(originId(fileOrigin(path)));
  expect(originId(fileOrigin(path))).not.toBe(originId(fileOrigin('/var/log/b')));
  expect(originName(fileOrigin(path))).toBe(path);
  expect(originFacts(fileOrigin(path))).toMatchObject({ path, host: 'local', workload_name: path });
  expect(originFacts(fileOrigin(path))).not.toHaveProperty('container_id');
});
