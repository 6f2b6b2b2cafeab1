import {once} from 'node:events';
import {afterEach, expect, test} from 'vitest';
import {ChildWorker} from './child.js';

const options = {
  token: 'a token that nobody guesses',
  livekit: {url: 'ws://127.0.0.1:9', apiKey: 'key', apiSecret: 'secret'},
  // As this package is run from its source.
  execArgv: ['--conditions=@sidetone/source', '--import', 'tsx'],
};
const {execPath} = process;
afterEach(() => {
  process.execPath = execPath;
});

/** A worker whose first start fails. */
function failing(path: string): ChildWorker {
  process.execPath = path;
  const worker = new ChildWorker(options);
  process.execPath = execPath;
  return worker;
}

test.each([
  {how: 'is an error without an exit', path: '/nowhere/node'},
  {how: 'throws', path: 'no\0path'},
])('a worker whose start $how is started again', {timeout: 60_000}, async ({path}) => {
  const worker = failing(path);
  expect(worker.pid).toBe(undefined);
  await once(worker.link, 'up');
  expect(worker.pid).toBeGreaterThan(0);
  await worker.close();
});

test('a worker that never ran is not waited for', async () => {
  const worker = failing('/nowhere/node');
  await expect(worker.close()).resolves.toBe(undefined);
  expect(worker.pid).toBe(undefined);
});
