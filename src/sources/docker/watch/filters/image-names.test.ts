import { expect, test } from 'vitest';
import { imageNames } from './image-names.ts';

test.each([
  ['postgres', ['postgres', 'postgres:latest']],
  ['postgres:16', ['postgres:16', 'postgres']],
  ['docker.io/library/postgres:16', ['docker.io/library/postgres:16', 'postgres:16', 'postgres']],
  ['docker.io/acme/api', ['docker.io/acme/api', 'acme/api', 'acme/api:latest']],
  ['registry:5000/api', ['registry:5000/api', 'registry:5000/api:latest']],
  ['registry:5000/api:2', ['registry:5000/api:2', 'registry:5000/api']],
  ['nginx@sha256:ab', ['nginx@sha256:ab', 'nginx']],
  ['nginx:1@sha256:ab', ['nginx:1@sha256:ab', 'nginx:1', 'nginx']],
])('the image %s is known as %j', (image, names) => expect(imageNames(image)).toEqual(names));
