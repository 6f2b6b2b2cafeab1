import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {extensions} from './extensions.js';
import {servePages} from './page-server.js';

test('pages are served, and what a stack wrote down is not', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sidetone-pages-'));
  onTestFinished(() => rm(folder, {recursive: true}));
  const secrets = ['.stack/addresses.json', '.stack/e2e-1/etc/ari.conf', '.stack/e2e-1/etc/livekit.yaml'];
  await mkdir(join(folder, '.stack/e2e-1/etc'), {recursive: true});
  for (const file of secrets) await writeFile(join(folder, file), 'secret');
  await writeFile(join(folder, 'page.txt'), 'for everybody');
  const users = {} as Parameters<typeof servePages>[0]['users'];
  const site = await servePages(
    {users, extensions},
    {root: folder, cacheDir: join(folder, 'vite'), logLevel: 'silent'},
  );
  onTestFinished(() => site.close());
  const status = async (path: string) => (await fetch(new URL(path, site.url))).status;
  expect(await status('/page.txt')).toBe(200);
  expect(await status(`/@fs${folder}/page.txt`)).toBe(200);
  for (const file of secrets) {
    for (const path of [
      `/${file}`,
      `/@fs${folder}/${file}`,
      `/${file}?raw`,
      `/@fs${folder}/${file}?import&raw`,
    ])
      expect(await status(path), path).toBe(403);
  }
});
