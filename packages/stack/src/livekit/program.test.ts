import {chmod, mkdir, mkdtemp, readdir, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {findLiveKit} from './program.js';

let folder: string;
let lines: string[];
const report = (line: string) => lines.push(line);

beforeEach(async () => {
  lines = [];
  folder = await mkdtemp(join(tmpdir(), 'sidetone-test-'));
  await mkdir(join(folder, 'bin'));
  vi.stubEnv('PATH', `${join(folder, 'bin')}`);
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, {recursive: true});
});

async function command(name: string, script: string): Promise<void> {
  const path = join(folder, 'bin', name);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
}

test('the one on PATH is used', async () => {
  await command('livekit-server', 'echo livekit-server version 1.14.0');
  expect(await findLiveKit(report)).toEqual({command: 'livekit-server', version: '1.14.0'});
  expect(lines).toEqual([]);
});

test('with neither it nor Go, one line says what to install', async () => {
  expect(await findLiveKit(report)).toBeUndefined();
  expect(lines).toEqual([expect.stringMatching(/^livekit: .*Install livekit-server, or Go/)]);
});

test('it is built once at the pinned version and kept', async () => {
  const server = '#!/bin/sh\\necho livekit-server version 1.13.5';
  const count = `echo "$@" >> ${folder}/calls`;
  await command(
    'go',
    `[ "$1" = version ] && exit
${count}
[ "$CGO_ENABLED $2" = "0 github.com/livekit/livekit-server/cmd/server@v1.13.5" ] || exit 1
/bin/mkdir -p "$GOBIN"; printf '${server}' > "$GOBIN/server"; /bin/chmod +x "$GOBIN/server"`,
  );
  const [first, second] = await Promise.all([findLiveKit(report), findLiveKit(report)]);
  expect(first?.version).toBe('1.13.5');
  expect(second).toEqual(first);
  expect(lines.filter((line) => line.includes('building'))).toHaveLength(1);
  expect(await readdir(join(folder, 'cache/sidetone'))).toHaveLength(1);
});

test('a build that fails leaves nothing, and the stack goes on without rooms', async () => {
  await command('go', '[ "$1" = version ] && exit\necho "no such module" >&2; exit 1');
  expect(await findLiveKit(report)).toBeUndefined();
  expect(lines.at(-1)).toMatch(/no rooms.*no such module/);
  expect(await readdir(join(folder, 'cache/sidetone'))).toEqual([]);
});
