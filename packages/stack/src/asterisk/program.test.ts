import {chmod, mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {findAsterisk} from './program.js';

let folder: string;
let privateRoot: string;
let lines: string[];
const report = (line: string) => lines.push(line);

beforeEach(async () => {
  lines = [];
  folder = await mkdtemp(join(tmpdir(), 'sidetone-test-'));
  privateRoot = join(folder, `cache/sidetone/asterisk-${process.arch}`);
  vi.stubEnv('PATH', join(folder, 'bin'));
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, {recursive: true});
});

async function script(path: string, version: string): Promise<void> {
  await mkdir(join(path, '..'), {recursive: true});
  await writeFile(path, `#!/bin/sh\necho Asterisk ${version}\n`);
  await chmod(path, 0o755);
}

const install = (version: string) => script(join(folder, 'bin/asterisk'), version);

/** Its loader is what is run, with Asterisk as an argument. */
async function havePrivate(version: string): Promise<void> {
  await mkdir(join(privateRoot, 'usr/lib/x86_64-linux-gnu'), {recursive: true});
  await script(join(privateRoot, 'usr/lib64/ld-linux-x86-64.so.2'), version);
}

test.each(['22.9.0', '22.10.1', '22.9.0~dfsg', '23.3.0', '24.0.0'])(
  'Asterisk %s on PATH is used',
  async (version) => {
    await install(version);
    expect(await findAsterisk(report)).toMatchObject({command: 'asterisk'});
    expect(lines).toEqual([]);
  },
);

test.each(['18.26.4', '20.19.0', '22.8.2', '23.2.1'])(
  'Asterisk %s on PATH is left for a private one, and people are told',
  async (version) => {
    await install(version);
    await havePrivate('22.10.1');
    expect(await findAsterisk(report)).toMatchObject({version: '22.10.1'});
    expect(lines).toEqual([
      `asterisk: ${version} is installed, but Asterisk 22.9 or later (of the branch 23: 23.3) is needed. Using a private one.`,
    ]);
  },
);

test('a private Asterisk of long ago is not started: one line says what to do', async () => {
  await havePrivate('22.5.2');
  await expect(findAsterisk(report)).rejects.toThrow(
    `The private Asterisk in ${privateRoot} is 22.5.2, but Asterisk 22.9 or later (of the branch 23: 23.3) is needed. ` +
      'Remove that folder to fetch a newer one, or install one so that `asterisk` is on PATH.',
  );
});
