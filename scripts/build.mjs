// Builds every package: types and modules by the compiler, then whatever a package builds besides (its `bundle` script).
import {run} from './lib/run.mjs';
import {workspacePackages} from './lib/packages.mjs';
import {root} from './lib/setup.mjs';

const quiet = process.argv.includes('--quiet');

async function step(name, command, args, options = {}) {
  const {code, output} = await run(command, args, {cwd: root, quiet, ...options});
  if (code === 0) return;
  console.error(`build: ${name} failed\n${output}`);
  process.exit(1);
}

await step('types', 'npx', ['--no-install', 'tsc', '-b']);
for (const {manifest} of workspacePackages()) {
  if (!manifest.scripts?.bundle) continue;
  await step(manifest.name, 'npm', ['run', '--silent', 'bundle', '--workspace', manifest.name]);
}
