// Everything that must hold, from a fresh clone: sets up what is missing, then checks, unit, element and end-to-end
// tests. Ends with one line of totals, and fails when anything failed.
//
//   npm test                     all of it
//   npm test -- unit e2e         some of it: checks, unit, e2e
import {mkdirSync, readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {root, setUpForTests} from './lib/setup.mjs';
import {run} from './lib/run.mjs';
import {addTotals, nothingYet, playwrightTotals, vitestTotals} from './lib/totals.mjs';

const results = join(root, 'test-results');

const suites = {
  checks: async () => (await import('./check.mjs')).runChecks(),
  unit: () =>
    suite('unit.json', vitestTotals, ['vitest', 'run', '--reporter=default', '--reporter=json'], {
      flag: '--outputFile.json=',
    }),
  e2e: async () =>
    addTotals(
      await journeys('e2e', '--grep-invert', '@alone'),
      await journeys('e2e-alone', '--grep', '@alone', '--workers', '1'),
    ),
};

/** Each run has a report and a folder of its own: the runner empties its folder when it starts. */
const journeys = (name, ...args) =>
  suite(
    `${name}.json`,
    playwrightTotals,
    ['playwright', 'test', '--output', `test-results/${name}`, ...args],
    {env: {E2E_REPORT: `test-results/${name}.json`}},
  );

/** Runs a test runner and reads its report; a runner that left none has failed as a whole. */
async function suite(report, read, command, {flag, env = {}} = {}) {
  const path = join(results, report);
  rmSync(path, {force: true});
  const args = flag ? [...command, flag + path] : command;
  const {code} = await run('npx', ['--no-install', ...args], {cwd: root, env: {...process.env, ...env}});
  try {
    const totals = read(JSON.parse(readFileSync(path, 'utf8')));
    return code !== 0 && totals.failed === 0 ? addTotals(totals, brokenRun(command)) : totals;
  } catch {
    return brokenRun(command);
  }
}

const brokenRun = ([runner]) => ({...nothingYet, failed: 1, failures: [`${runner} ended badly: see above`]});

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in suites));
if (unknown.length) {
  console.error(`There is no suite "${unknown.join('", "')}": ${Object.keys(suites).join(', ')}.`);
  process.exit(1);
}

await setUpForTests();
// Programs that tests start run from what the compiler made, three times as fast; what does not compile runs from its source.
await run('npx', ['--no-install', 'tsc', '-b'], {cwd: root, quiet: true});
mkdirSync(results, {recursive: true});
let totals = nothingYet;
for (const [name, start] of Object.entries(suites)) {
  if (wanted.length && !wanted.includes(name)) continue;
  console.log(`\n── ${name} ──`);
  const own = await start();
  console.log(`${name}: ${own.passed} passed, ${own.failed} failed, ${own.skipped} skipped`);
  totals = addTotals(totals, own);
}
// Where a long run failed is told once more at its end.
for (const failure of totals.failures) console.log(`\n✗ ${failure}`);
console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = totals.failed || !totals.passed ? 1 : 0;
