// Measures on this machine: each e2e/bench/*.bench.ts, or those whose names hold one of the given words. Prints median, p95 or p99, and n.
import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {run} from './lib/run.mjs';
import {root, setUpForTests} from './lib/setup.mjs';

/** What takes half an hour runs only when it is asked for. */
const long = /soak/;

const wanted = process.argv.slice(2);
const folder = join(root, 'e2e/bench');
const benches = readdirSync(folder).filter((name) => name.endsWith('.bench.ts'));
const chosen = benches.filter((name) =>
  wanted.length ? wanted.some((word) => name.includes(word)) : !long.test(name),
);
if (!chosen.length) {
  console.error(`There is no such bench. There are: ${benches.join(', ')}`);
  process.exit(1);
}

await setUpForTests();
for (const name of chosen) {
  console.log(`\n── ${name.replace('.bench.ts', '')} ──`);
  const args = ['--conditions=@sidetone/source', '--import', 'tsx', join(folder, name)];
  const {code} = await run(process.execPath, args, {cwd: root});
  if (code !== 0) process.exitCode = 1;
}
