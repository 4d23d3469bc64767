// A process that takes the right to write a SQLite file and keeps it until it is killed: node test/support/write-blocker.ts FILE
import { DatabaseSync } from 'node:sqlite';

const db = new DatabaseSync(process.argv[2] ?? '', { timeout: 5_000 });
db.exec('begin immediate');
process.stdout.write('blocking\n');
setInterval(() => db.isOpen, 60_000);
