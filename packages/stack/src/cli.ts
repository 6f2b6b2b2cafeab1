#!/usr/bin/env -S node --conditions=@sidetone/source --import tsx
import {resolve} from 'node:path';
import {parseArgs} from 'node:util';
import {findAsterisk} from './asterisk/program.js';
import {serveDemo, type DemoPlace} from './demo/serve.js';
import {startDemo} from './demo/start.js';
import {welcome} from './demo/welcome.js';
import {extensions} from './extensions.js';
import {findLiveKit} from './livekit/program.js';
import {findPostgres} from './postgres/program.js';
import {StackError} from './system/error.js';
import {freeTcpPorts, tcpPortIsFree} from './system/ports.js';
import {makeUsers} from './users.js';

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
  const demo = await startDemo({
    folder: resolve(folder ?? '.stack', name ?? ''),
    pages,
    port,
    report: print,
    onUp: (close) => closers.push(close),
  });
  if (!ending) print(welcome(demo));
}

async function setUp(): Promise<void> {
  await findAsterisk(print);
  await findLiveKit(print);
  await findPostgres(print);
}

/** Vite's own, where it is free. */
async function pagePort(): Promise<number> {
  const usual = 5173;
  if (await tcpPortIsFree(usual, 'localhost')) return usual;
  const [port = usual] = await freeTcpPorts(1);
  return port;
}

/** What can be tried without a server: a phone whose far end is in the page itself. */
async function serveWithoutStack(problem: string, place: DemoPlace): Promise<void> {
  const site = await serveDemo({users: makeUsers(), extensions}, place);
  closers.push(() => site.close());
  print(`${problem} Until then the page is its own far end: ${site.url}  Ctrl-C ends it.`);
}

main().catch((error: unknown) => {
  console.error(error instanceof StackError ? error.message : error);
  void end(1);
});
