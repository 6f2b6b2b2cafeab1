import {existsSync} from 'node:fs';
import {mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import {connect} from 'node:tls';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {readAddresses, type Addresses} from './addresses.js';
import {createStack} from './stack.js';
import {tcpPortIsFree, udpPortIsFree} from './system/ports.js';

/** Making the private Asterisk for the first time takes its time. */
const timeout = 300_000;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidetone-test-'));
});
afterAll(() => rm(folder, {recursive: true}));

const portsOf = ({asterisk}: Addresses) =>
  [asterisk.ws, asterisk.wss].map((url) => Number(new URL(url).port));

/** Processes whose command line names this stack's folder. */
async function processesOf(name: string): Promise<string[]> {
  const lines = await Promise.all(
    (await readdir('/proc'))
      .filter(Number)
      .map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return lines.filter((line) => line.includes(join(folder, name, 'etc')));
}

test('two stacks run side by side, answer, and leave nothing behind', {timeout}, async () => {
  const [one, two] = await Promise.all([
    createStack({folder, name: 'one'}),
    createStack({folder, name: 'two'}),
  ]);
  const ports = [...portsOf(one.addresses), ...portsOf(two.addresses)];
  expect(new Set(ports).size).toBe(4);
  for (const stack of [one, two]) {
    expect(await stack.ari.channels()).toEqual([]);
    expect(await stack.cli('core show version')).toContain(`Asterisk ${stack.addresses.asterisk.version}`);
    expect(await readAddresses(stack.folder)).toEqual(stack.addresses);
  }
  expect(one.addresses.users.alice.password).not.toBe(two.addresses.users.alice.password);
  await expect(createStack({folder, name: 'one'})).rejects.toThrow('already running');

  await Promise.all([one.stop(), two.stop()]);
  expect(await Promise.all(ports.map((port) => tcpPortIsFree(port)))).toEqual([true, true, true, true]);
  expect(await udpPortIsFree(one.addresses.hep)).toBe(true);
  expect(await readAddresses(one.folder)).toBeUndefined();
  expect([...(await processesOf('one')), ...(await processesOf('two'))]).toEqual([]);
});

test('every module loads, and nothing but loopback is served', {timeout}, async () => {
  const stack = await createStack({folder, name: 'modules'});
  const log = await readFile(join(stack.addresses.logs, 'asterisk.log'), 'utf8');
  expect(log.split('\n').filter((line) => line.includes('ERROR'))).toEqual([]);
  expect(await stack.cli('http show status')).toMatch(/Server Enabled and Bound to 127\.0\.0\.1/);
  await stack.stop();
});

test('the certificate of wss is trusted with the stack’s own authority', {timeout}, async () => {
  const stack = await createStack({folder, name: 'tls'});
  const [, port = 0] = portsOf(stack.addresses);
  const ca = await readFile(stack.addresses.ca);
  const socket = connect({host: '127.0.0.1', port, servername: 'localhost', ca});
  await once(socket, 'secureConnect');
  expect(socket.authorized).toBe(true);
  socket.destroy();
  await stack.stop();
});

test('Asterisk is killed and comes back on the same ports', {timeout}, async () => {
  const stack = await createStack({folder, name: 'back'});
  await stack.stopAsterisk({kill: true});
  await expect(stack.ari.channels()).rejects.toThrow();
  await stack.startAsterisk();
  expect(await stack.ari.channels()).toEqual([]);
  await stack.stop();
});

test(
  'added configuration and modules are there; a broken one is an error that shows the log',
  {timeout},
  async () => {
    const stack = await createStack({
      folder,
      name: 'extra',
      asteriskConfiguration: {'extensions.conf': '[added]\nexten => 1,1,Answer()\n'},
      asteriskModules: ['func_rand'],
    });
    expect(await stack.cli('dialplan show added')).toContain('Answer');
    expect(await stack.cli('module show like func_rand')).toContain('1 modules loaded');
    await stack.stop();
    const broken = createStack({
      folder,
      name: 'broken',
      asteriskConfiguration: {'modules.conf': 'require=no_such.so\n'},
    });
    await expect(broken).rejects.toThrow(/Asterisk ended.*no_such/s);
  },
);

test('the command brings it up, and nothing outlives it, not even when it is killed', {timeout}, async () => {
  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    const cli = fileURLToPath(new URL('./cli.ts', import.meta.url));
    const args = ['--import', 'tsx', cli, '--folder', folder, '--name', signal];
    const command = spawn(process.execPath, args, {stdio: ['ignore', 'pipe', 'inherit']});
    let output = '';
    for await (const chunk of command.stdout) {
      output += String(chunk);
      if (output.includes('Ctrl-C')) break;
    }
    const addresses = await readAddresses(join(folder, signal));
    expect(output).toContain(addresses?.asterisk.wss);
    expect(await processesOf(signal)).toHaveLength(addresses?.livekit ? 2 : 1);
    command.kill(signal);
    const [code] = (await once(command, 'exit')) as [number | null];
    expect(code).toBe(signal === 'SIGINT' ? 0 : null);
    await expect.poll(() => processesOf(signal), {timeout: 10_000}).toEqual([]);
    expect(existsSync(join(folder, signal, 'addresses.json'))).toBe(signal === 'SIGKILL');
  }
});
