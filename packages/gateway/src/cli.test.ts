import {execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {createInterface} from 'node:readline';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gatewayPackage, moduleArguments} from '@sidetone/stack';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {openDatabase} from './database/database.js';
import {trunkRegistrations} from './database/schema.js';
import {testSecrets, testSettings} from './testing/services.js';
import {createSharedDatabase} from './testing/shared-postgres.js';

const timeout = 120_000;
const node = moduleArguments(gatewayPackage, 'cli.ts');
let folder: string;
let env: NodeJS.ProcessEnv;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidetone-cli-'));
  const {PATH} = process.env;
  env = {
    PATH,
    ...testSettings,
    ASTERISK: '[]',
    LOG_LEVEL: 'info',
    DATABASE_URL: await createSharedDatabase(),
    PORT: '0',
  };
});
afterEach(() => rm(folder, {recursive: true}));

/** From here on PGlite is asked, in a folder of its own. */
function useFolder(): string {
  delete env['DATABASE_URL'];
  return (env['DATABASE_FOLDER'] = join(folder, 'data'));
}

function run(...args: string[]): Promise<{code: number; out: string; err: string}> {
  return new Promise((resolve) => {
    execFile(process.execPath, [...node, ...args], {env}, (error, out, err) =>
      resolve({code: error ? Number(error.code) : 0, out, err}),
    );
  });
}

describe('mappings', () => {
  test('are added, imported and listed, without their passwords', {timeout}, async () => {
    const password = join(folder, 'password');
    await writeFile(password, 'wonderland\n');
    const add = [
      'mapping',
      'add',
      '--user',
      'alice',
      '--host',
      'example.com',
      '--for',
      '434',
      '--password-file',
      password,
    ];
    expect(await run(...add, '--transport', 'wss', '--no-can-call')).toMatchObject({
      code: 0,
      out: 'Added sip:alice@example.com for user 434.\n',
    });
    expect(await run(...add)).toMatchObject({
      code: 1,
      err: expect.stringContaining('alice@example.com') as unknown,
    });
    const csv = join(folder, 'mappings.csv');
    await writeFile(csv, 'sip_user,sip_password,sip_host,peer_id\nbob,builder,example.com,435\n');
    expect(await run('mapping', 'import', csv)).toMatchObject({code: 0, out: 'Added 1 mapping.\n'});
    const {out} = await run('mapping', 'list');
    expect(out).toMatch(/sip:alice@example\.com +434 +wss 5060 +yes +no +yes/);
    expect(out).toMatch(/sip:bob@example\.com +435 +udp 5060/);
    expect(out).not.toMatch(/wonderland|builder/);
  });
});

test('rooms are made and listed', {timeout}, async () => {
  const made = await run('room', 'create', 'standup', '--language', 'it');
  expect(made.out).toMatch(
    /^Made the room standup\. PIN: \d{3} \d{3} \d{4}\n\+41 44 668 18 00 {2}tel:\+41446681800,,\d{10}#/,
  );
  expect((await run('room', 'list')).out).toMatch(/standup +waiting +it/);
});

test('projects are added, listed without their secrets, and removed', {timeout}, async () => {
  const added = await run('project', 'add', '--name', 'Shop');
  const [, key = '', secret = ''] =
    /^Added the project (\d{8})\.\nIts secret, which is told this once: ([0-9a-f]{40})\n$/.exec(added.out) ??
    [];
  expect(secret).toHaveLength(40);
  await writeFile(join(folder, 'secret'), `${'s'.repeat(40)}\n`);
  const brought = await run('project', 'add', '--key', '45828062', '--secret-file', join(folder, 'secret'));
  expect(brought.out).toBe('Added the project 45828062.\n');
  const listed = await run('project', 'list');
  expect(listed.out).toMatch(new RegExp(`${key} +Shop .*\n45828062`));
  expect(listed.out).not.toContain(secret);
  expect((await run('project', 'remove', key)).out).toBe(`Removed ${key}.\n`);
  expect((await run('project', 'remove', key)).err).toContain('There is no such project');
  const left = await run('project', 'list');
  expect(left.out).toContain('45828062');
  expect(left.out).not.toContain(key);
});

test('inbound mappings are added, listed and removed', {timeout}, async () => {
  const added = await run('inbound', 'add', 'Shop@example.org:5060', 'shop floor');
  expect(added.out).toBe('Calls to sip:shop@example.org go to shop floor.\n');
  expect((await run('inbound', 'list')).out).toMatch(/sip:shop@example\.org +shop floor/);
  expect((await run('inbound', 'remove', 'shop@example.org')).code).toBe(0);
  const left = await run('inbound', 'list');
  expect(left.code).toBe(0);
  expect(left.out).not.toContain('shop');
});

test('trunks are added, listed with how they are, changed and removed', {timeout}, async () => {
  const password = join(folder, 'password');
  await writeFile(password, 'the password at the provider\n');
  const add = ['trunk', 'add', 'main', 'provider.example', '--transport', 'tls', '--password-file', password];
  expect((await run(...add, '--username', '4711')).out).toBe('Added the trunk main.\n');
  const database = await openDatabase({url: env['DATABASE_URL']});
  await database.queries
    .insert(trunkRegistrations)
    .values({asteriskId: 'one', trunkId: 'main', state: 'refused', code: 403});
  await database.close();
  const {out} = await run('trunk', 'list');
  expect(out).toMatch(/main +provider\.example:5061\/tls +4711 +no +one: refused \(403\)/);
  expect(out).not.toContain('the password');
  expect((await run('trunk', 'set', 'main', '--register', 'no', '--port', '5071')).out).toBe(
    'Changed the trunk main.\n',
  );
  expect((await run('trunk', 'list')).out).toMatch(/main +provider\.example:5071\/tls +4711 +yes/);
  expect((await run('trunk', 'remove', 'main')).out).toBe('Removed the trunk main.\n');
});

test('caller IDs are set, listed and removed', {timeout}, async () => {
  const set = ['caller-id', 'set', 'shop', '--display-name', '{userAlias} in the shop'];
  expect((await run(...set, '--username', '{tag}')).out).toBe('Set for shop.\n');
  expect((await run('caller-id', 'list')).out).toMatch(/shop +\{userAlias\} in the shop +\{tag\}/);
  expect((await run('caller-id', 'remove', 'shop')).out).toBe('Removed for shop.\n');
});

describe('serve', () => {
  test('does not start with a wrong setting, and names it', {timeout}, async () => {
    env['ROOM_TELEPHONY_PIN_LENGTH'] = 'ten';
    expect(await run('serve')).toEqual({
      code: 1,
      out: '',
      err: 'ROOM_TELEPHONY_PIN_LENGTH is "ten": it must be a whole number from 4 to 16.\n',
    });
  });

  test('answers, keeps its folder to itself, and ends cleanly on SIGTERM', {timeout}, async () => {
    useFolder();
    const gateway = spawn(process.execPath, [...node, 'serve'], {env, stdio: ['ignore', 'pipe', 'inherit']});
    const exited = once(gateway, 'exit');
    let url: string | undefined;
    for await (const line of createInterface(gateway.stdout)) {
      url = (JSON.parse(line) as {msg: string; url?: string}).url;
      if (url) break;
    }
    expect(await (await fetch(`${url}/health`)).json()).toEqual({alive: true});
    expect((await run('room', 'list')).err).toContain(`in use by process ${gateway.pid}`);
    gateway.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
    expect((await run('room', 'list')).code).toBe(0);
  });
});

test('what Asterisk needs is written, or printed as JSON', {timeout}, async () => {
  env['ASTERISK'] = testSettings['ASTERISK'];
  const printed = await run('asterisk-config', '--json', '--udp', '0.0.0.0:5060');
  const {files, modules, noload} = JSON.parse(printed.out) as {
    files: Record<string, string>;
    modules: string[];
    noload: string[];
  };
  expect(files['pjsip.conf']).toContain('bind=0.0.0.0:5060');
  expect(modules).toContain('res_config_curl');
  expect(noload).toEqual(['res_ari_device_states', 'res_stasis_device_state']);
  const written = await run('asterisk-config', '--folder', join(folder, 'etc'), '--udp', '0.0.0.0:5060');
  expect(written.out).toContain('pjsip.conf:  #include sidetone_pjsip.conf');
  expect(written.out).toContain('\nnoload = res_stasis_device_state.so\n');
  expect(written.out).not.toContain(testSecrets.realtime);
  for (const [name, text] of Object.entries(files))
    expect(await readFile(join(folder, 'etc', `sidetone_${name}`), 'utf8')).toBe(text);
  expect(await run('asterisk-config')).toMatchObject({
    code: 1,
    err: expect.stringContaining('--folder') as unknown,
  });
});

test('what the doctor finds can be read by a program', {timeout}, async () => {
  const {code, out} = await run('doctor', '--json');
  expect(code).toBe(1);
  expect(JSON.parse(out)).toContainEqual({
    subject: 'LiveKit',
    state: 'bad',
    says: expect.stringContaining('cannot be reached') as unknown,
    remedy: expect.any(String) as unknown,
  });
});

test(
  'the doctor leaves the database of a gateway that runs alone, and looks at the rest',
  {timeout},
  async () => {
    const lock = `${useFolder()}.lock`;
    await writeFile(lock, String(process.pid));
    const {out} = await run('doctor', '--json');
    await rm(lock);
    const findings = JSON.parse(out) as {subject: string; state: string}[];
    expect(findings).toContainEqual(expect.objectContaining({subject: 'Database: PGlite', state: 'skipped'}));
    expect(findings).toContainEqual(expect.objectContaining({subject: 'LiveKit', state: 'bad'}));
  },
);

test('a database in memory is told of for what it is', {timeout}, async () => {
  delete env['DATABASE_URL'];
  const {out} = await run('doctor', '--json');
  const findings = (JSON.parse(out) as {subject: string}[]).filter(({subject}) => /^Database/.test(subject));
  expect(findings).toEqual([
    {
      subject: 'Database: PGlite',
      state: 'doubtful',
      says: expect.stringContaining('in memory') as unknown,
      remedy: expect.stringContaining('DATABASE_FOLDER') as unknown,
    },
  ]);
  const gateway = spawn(process.execPath, [...node, 'serve'], {env, stdio: ['ignore', 'pipe', 'inherit']});
  const exited = once(gateway, 'exit');
  const warnings: string[] = [];
  for await (const line of createInterface(gateway.stdout)) {
    const {level, msg, url} = JSON.parse(line) as {level: string; msg: string; url?: string};
    if (level === 'warn') warnings.push(msg);
    if (url) break;
  }
  gateway.kill('SIGTERM');
  await exited;
  expect(warnings).toEqual([expect.stringMatching(/in memory.*DATABASE_FOLDER/)]);
});

test('nothing is written into a database that is forgotten at once', {timeout}, async () => {
  delete env['DATABASE_URL'];
  expect(await run('migrate')).toMatchObject({
    code: 1,
    err: expect.stringContaining('DATABASE_URL') as unknown,
  });
});
