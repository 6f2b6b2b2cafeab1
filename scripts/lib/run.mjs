import {spawn} from 'node:child_process';

/** Runs a command in the foreground; resolves with its exit code. With `quiet` its output is collected instead. */
export function run(command, args, {quiet = false, ...options} = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit', ...options});
    let output = '';
    child.stdout?.on('data', (data) => (output += data));
    child.stderr?.on('data', (data) => (output += data));
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve({code: code ?? 1, signal, output}));
  });
}
