// Writes docs/guide/configuration.md from the settings' own descriptions: npm run docs:config
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { configReference } from '../src/config/reference.ts';

const page = path.resolve(import.meta.dirname, '..', 'docs', 'guide', 'configuration.md');
mkdirSync(path.dirname(page), { recursive: true });
writeFileSync(page, configReference());
