import {spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';

const cli = fileURLToPath(new URL('cli.ts', import.meta.url));

test('a token that could be guessed is refused, and not repeated', {timeout: 60_000}, () => {
  const {status, stderr} = spawnSync(process.execPath, ['--import', 'tsx', cli], {
    env: {PATH: process.env['PATH'], SIDETONE_BRIDGE_TOKEN: 'fifteen letters'},
    encoding: 'utf8',
  });
  expect(stderr).toContain(
    'SIDETONE_BRIDGE_TOKEN is too short: it must be a secret of 16 characters or more.',
  );
  expect(stderr).not.toContain('fifteen letters');
  expect(status).toBe(2);
});
