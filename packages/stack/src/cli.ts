#!/usr/bin/env -S node --conditions=@sidetone/source --import tsx
import {existsSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {parseArgs} from 'node:util';
import {findAsterisk} from './asterisk/program.js';
import {extensions, pinDialogue} from './extensions.js';
import {findLiveKit} from './livekit/program.js';
import {servePages} from './page-server.js';
import {makeUsers} from './users.js';
import type {PageAddresses} from './vite.js';
import {createStack, type Stack} from './stack.js';
import type {DialIn} from './gateway/client.js';
import {StackError} from './system/error.js';
import {freeTcpPorts, tcpPortIsFree} from './system/ports.js';

const usage = `Usage: sidetone-stack [--name NAME] [--folder FOLDER] [--demo FOLDER]
       sidetone-stack --set-up
  --name    tells stacks apart that run side by side
  --folder  where configuration, logs and addresses.json are written (.stack)
  --demo    also serves the pages in this folder
  --set-up  only makes what is missing on this machine
`;

const print = (line: string) => console.log(line);
const closers: (() => Promise<void>)[] = [];
let ending: Promise<void> | undefined;

/** Ends what was started, last first. */
function end(code: number): Promise<void> {
  ending ??= (async () => {
    for (const close of closers.reverse()) await close();
    process.exit(code);
  })();
  return ending;
}

async function main(): Promise<void> {
  const {values} = parseArgs({
    options: {
      name: {type: 'string'},
      folder: {type: 'string'},
      demo: {type: 'string'},
      'set-up': {type: 'boolean'},
      help: {type: 'boolean', short: 'h'},
    },
  });
  if (values.help) return void process.stdout.write(usage);
  if (values['set-up']) return void (await setUp());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));
  process.on('disconnect', () => void end(0));
  const {name, folder} = values;
  const port = await pagePort();
  const pages = values.demo && resolve(values.demo);
  try {
    await findAsterisk(print);
  } catch (error) {
    if (!pages || !(error instanceof StackError)) throw error;
    return serveWithoutStack(error.message, {pages, port, folder: resolve(folder ?? '.stack')});
  }
  const stack = await createStack({
    ...(name && {name}),
    ...(folder && {folder}),
    report: print,
    livekit: true,
    gateway: {speech: true, origins: [`http://localhost:${port}`]},
  });
  closers.push(() => stack.stop());
  if (ending) return stack.stop();
  const demo = pages && (await serveDemo(stack.addresses, {pages, port, folder: stack.folder}));
  const room = stack.addresses.livekit && (await stack.gateway?.room('demo'));
  describe(stack, {...(demo && {demo}), ...(room && {room})});
}

async function setUp(): Promise<void> {
  await findAsterisk(print);
  await findLiveKit(print);
}

/** Vite's own, where it is free. */
async function pagePort(): Promise<number> {
  const usual = 5173;
  if (await tcpPortIsFree(usual, 'localhost')) return usual;
  const [port = usual] = await freeTcpPorts(1);
  return port;
}

interface DemoPlace {
  /** The folder of the pages. */
  pages: string;
  port: number;
  /** Where what is made for them is kept. */
  folder: string;
}

async function serveDemo(
  addresses: PageAddresses,
  {pages, port, folder}: DemoPlace,
): Promise<string | undefined> {
  if (!existsSync(join(pages, 'index.html'))) {
    print(`There is no demo page in ${pages}.`);
    return undefined;
  }
  const cacheDir = join(folder, 'vite');
  const server = await servePages(addresses, {root: pages, cacheDir, server: {port, strictPort: true}});
  closers.push(() => server.close());
  return server.url;
}

/** What can be tried without a server: a phone whose far end is in the page itself. */
async function serveWithoutStack(problem: string, place: DemoPlace): Promise<void> {
  const url = await serveDemo({users: makeUsers(), extensions}, place);
  if (!url) throw new StackError(problem);
  print(`${problem} Until then the page is its own far end: ${url}  Ctrl-C ends it.`);
}

function describe({addresses, folder}: Stack, {demo, room}: {demo?: string; room?: DialIn}): void {
  const {asterisk, livekit, gateway, logs} = addresses;
  const phones = ['alice', 'bob'].map((user) => `  ${user.padEnd(6)} ${demo}?as=${user}`);
  print(
    [
      '',
      ...(demo ? ['Open a window for each:', ...phones, ''] : []),
      `Dial bob (102) from alice, or ${extensions.echo} echo · ${extensions.tone} a tone · ${extensions.earlyMedia} early media · ${extensions.busy} busy`,
      `  ${extensions.decline} declined · ${extensions.ringing} rings on · ${extensions.pin} asks for the PIN ${pinDialogue.pin}# · ${extensions.digits} takes digits`,
      ...rooms(room),
      '',
      `Asterisk ${asterisk.version}  ${asterisk.ws}  ${asterisk.wss}`,
      ...(livekit ? [`LiveKit  ${livekit.version}  ${livekit.url}`] : []),
      ...(gateway ? [`Gateway  ${gateway.url}  (${gateway.url}/docs)  psql ${gateway.database}`] : []),
      `Users, passwords and all addresses: ${join(folder, 'addresses.json')}   Logs: ${logs}`,
      'Ctrl-C ends it.',
    ].join('\n'),
  );
}

/** How to join the room of the demo by phone. */
function rooms(room: DialIn | undefined): string[] {
  if (!room) return [];
  const numbers = room.numbers.map(({international}) => international).join(' or ');
  return [`  ${numbers} leads to the room "demo": its PIN is ${room.pinGrouped}#`];
}

main().catch((error: unknown) => {
  console.error(error instanceof StackError ? error.message : error);
  void end(1);
});
