import {spawn} from 'node:child_process';
import {join} from 'node:path';

/** Starts the command `sidetone-stack` from its source. It ends when this process does, of whatever cause. */
export function spawnStack(root, args) {
  const command = join(root, 'packages/stack/src/cli.ts');
  const node = ['--conditions=@sidetone/source', '--import', 'tsx', command, ...args];
  return spawn(process.execPath, node, {cwd: root, stdio: ['inherit', 'inherit', 'inherit', 'ipc']});
}

/** Makes the stack's parts that this machine lacks. */
export function ensureStack(root) {
  return new Promise((resolve, reject) => {
    const child = spawnStack(root, ['--set-up']);
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error('The stack could not be set up. Why is said above.'));
    });
  });
}
