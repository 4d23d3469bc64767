// The process of `tocsin scan` alone: what the bundle is made of that scripts/setup/bundle-scan.mjs makes, because a short scan spends most of its time on starting.
import { runProcess } from './run-process.ts';
import { SCAN } from './scan/command.ts';
import { scan } from './scan/scan.ts';

void runProcess([{ ...SCAN, load: async () => scan }]);
