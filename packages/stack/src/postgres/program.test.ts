import {chmod, mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {installedPostgres} from './program.js';

let folder: string;
let debian: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidetone-test-'));
  debian = join(folder, 'debian');
  vi.stubEnv('PATH', `${folder}/elsewhere:${folder}/bin`);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, {recursive: true});
});

async function install(path: string, names = ['postgres', 'initdb']): Promise<string> {
  const place = join(folder, path);
  await mkdir(place, {recursive: true});
  for (const name of names) {
    await writeFile(join(place, name), '#!/bin/sh\n');
    await chmod(join(place, name), 0o755);
  }
  return place;
}

test('the one on PATH is used', async () => {
  await install('debian/17/bin');
  const onPath = await install('bin');
  expect(await installedPostgres(debian)).toBe(onPath);
});

test('Debian keeps its programs off PATH: the newest version that has a server is used', async () => {
  await install('bin', ['initdb']);
  await install('debian/9/bin');
  const newest = await install('debian/17/bin');
  await install('debian/18/bin', ['psql']);
  expect(await installedPostgres(debian)).toBe(newest);
});

test('where none is installed, none is found', async () => {
  expect(await installedPostgres(debian)).toBeUndefined();
});
