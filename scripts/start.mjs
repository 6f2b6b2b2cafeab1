// The whole stack and the demo page, from a fresh clone. Ctrl-C ends it.
import {ensureDependencies} from './lib/dependencies.mjs';
import {root} from './lib/setup.mjs';
import {spawnStack} from './lib/stack.mjs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Node 20.19 or later is needed, this is ${process.versions.node}.`);
  process.exit(1);
}

try {
  await ensureDependencies(root);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
const stack = spawnStack(root, ['--demo', 'demo', ...process.argv.slice(2)]);
// The stack ends first, however this process is told to: it may or may not have been told too.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stack.kill(signal));
stack.once('exit', (code) => process.exit(code ?? 1));
