import {mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {ensureDependencies, matches} from './dependencies.mjs';

let root;
const write = (name, text) => writeFileSync(join(root, name), text);
const lock = (version) => JSON.stringify({packages: {'': {}, 'node_modules/a': {version}}});

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sidetone-deps-'));
  // Stands for npm: installs what the lock file says and counts how often it was called.
  const npm = `#!/bin/sh\necho "$@" >>calls\nmkdir -p node_modules\ncp package-lock.json node_modules/.package-lock.json\nexit "\${NPM_CODE:-0}"\n`;
  writeFileSync(join(root, 'npm'), npm, {mode: 0o755});
  write('calls', '');
  write('package-lock.json', lock('1.0.0'));
});
afterEach(() => rmSync(root, {recursive: true}));

const ensure = () => ensureDependencies(root, {npm: join(root, 'npm'), report: () => undefined});
const calls = () => readFileSync(join(root, 'calls'), 'utf8').trim().split('\n').filter(Boolean).length;

test('a fresh clone is installed once, and again when the lock file changes', async () => {
  await ensure();
  await ensure();
  expect(calls()).toBe(1);
  write('package-lock.json', lock('2.0.0'));
  await ensure();
  expect(calls()).toBe(2);
});

test('what npm itself installed is left alone', async () => {
  mkdirSync(join(root, 'node_modules'));
  write('node_modules/.package-lock.json', lock('1.0.0'));
  await ensure();
  expect(calls()).toBe(0);
});

test('a failed installation is an error, and tried again', async () => {
  process.env.NPM_CODE = '1';
  await expect(ensure()).rejects.toThrow('npm ci failed');
  delete process.env.NPM_CODE;
  rmSync(join(root, 'node_modules'), {recursive: true});
  await ensure();
  expect(calls()).toBe(2);
});

test('packages for other machines may be missing, others may not', () => {
  const entries = {'': {}, 'packages/x': {version: '1'}, 'node_modules/b': {version: '1', optional: true}};
  expect(matches({packages: entries}, {packages: {}})).toBe(true);
  expect(matches({packages: {...entries, 'node_modules/c': {version: '1'}}}, {packages: {}})).toBe(false);
});
