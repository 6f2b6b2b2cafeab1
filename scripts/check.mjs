// Everything that can be said about the code without running it. `npm run check` runs all; `-- types lint` some.
import {run} from './lib/run.mjs';

/** Two lanes, side by side: what the compiler makes, and those who look at it; and what looks at the sources alone. */
const lanes = [
  [
    {name: 'types', command: 'tsc', args: ['-b']},
    {name: 'types-tools', command: 'tsc', args: ['-p', 'tsconfig.tools.json']},
    {name: 'build', command: 'node', args: ['scripts/build.mjs', '--quiet']},
    {name: 'packages', command: 'node', args: ['scripts/check-packages.mjs']},
    {name: 'sizes', command: 'node', args: ['scripts/sizes.mjs']},
  ],
  [
    {name: 'lint', command: 'eslint', args: ['.', '--max-warnings', '0']},
    {name: 'format', command: 'prettier', args: ['--check', '--log-level', 'warn', '.']},
    {
      name: 'imports',
      command: 'depcruise',
      args: [
        'packages',
        '--config',
        '.dependency-cruiser.cjs',
        '--exclude',
        '/dist/|/node_modules/',
        '--output-type',
        'err',
      ],
    },
    {name: 'unused', command: 'knip', args: []},
    {name: 'texts', command: 'node', args: ['scripts/docs-errors.mjs', '--check']},
    {name: 'settings', command: 'node', args: ['scripts/docs-settings.mjs', '--check']},
  ],
];

/** Runs the checks; prints what failed. Resolves with how many passed and failed. */
export async function runChecks(names = []) {
  const totals = {passed: 0, failed: 0, skipped: 0, failures: []};
  const runLane = async (checks) => {
    for (const check of checks.filter(({name}) => !names.length || names.includes(name))) {
      const started = performance.now();
      const {code, output} = await run('npx', ['--no-install', check.command, ...check.args], {quiet: true});
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`${code === 0 ? '✓' : '✗'} ${check.name} (${seconds} s)`);
      if (code !== 0) console.log(output.trimEnd());
      totals[code === 0 ? 'passed' : 'failed']++;
      if (code !== 0) totals.failures.push(`npm run check -- ${check.name}`);
    }
  };
  await Promise.all(lanes.map(runLane));
  return totals;
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const {passed, failed} = await runChecks(process.argv.slice(2));
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed ? 1 : 0;
}
