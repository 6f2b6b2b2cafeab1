import {chromium} from '@playwright/test';
import {AccessToken} from 'livekit-server-sdk';
import {type ChildProcess, fork} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {BridgePool, type LegRequest, type PhoneLeg} from '../../packages/bridge/src/index.js';
import {ariApplication, createStack, extensions, type Stack} from '../../packages/stack/src/index.js';
import {servePages} from '../../packages/stack/src/page-server.js';
import {chromiumFlags, findChromium} from '../../scripts/lib/chromium.mjs';
import type {Bench} from '../pages/bench.js';
import type {NaiveLeg} from '../../packages/bridge/src/testing/naive-bridge.js';

declare global {
  var bench: Bench;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The real parts, and one worker that carries the legs: in a process of its own, as its cost is what is measured. */
export async function setUp() {
  const folder = await mkdtemp(join(tmpdir(), 'sidetone-bench-'));
  const stack = await createStack({folder, livekit: true, report: console.log});
  const livekit = stack.addresses.livekit;
  if (!livekit) throw new Error('There is nothing to measure without livekit-server.');
  const execArgv = ['--conditions=@sidetone/source', '--import', 'tsx'];
  const pool = new BridgePool({children: 1, livekit, execArgv});
  const closers = [() => rm(folder, {recursive: true}), () => stack.stop(), () => pool.close()];
  let naive: ChildProcess | undefined;
  const token = (room: string, identity: string): Promise<string> => {
    const token = new AccessToken(livekit.apiKey, livekit.apiSecret, {identity});
    token.addGrant({room, roomJoin: true});
    return token.toJwt();
  };
  return {
    stack,
    livekit,
    pool,
    folder,
    /** The worker's process id, and the naive bridge's. */
    worker: () => pool.workers[0]?.pid ?? 0,
    naive: () => naive?.pid ?? 0,
    token,
    leg(channelId: string, room: string, identity: string): LegRequest {
      const asterisk = {...stack.addresses.asterisk.ari, app: ariApplication};
      return {
        id: `${room}-${identity}`,
        room,
        identity,
        name: identity,
        channelId,
        asterisk,
        tones: false,
        alone: 'silence',
      };
    },
    /** Puts a phone into a room by the naive bridge. */
    async joinNaively(channelId: string, room: string, identity: string): Promise<void> {
      if (!naive) {
        naive = fork(join(root, 'packages/bridge/src/testing/naive-bridge.ts'), [], {
          execArgv,
          env: {...process.env, NODE_ENV: 'production'},
        });
        closers.push(async () => void naive?.kill('SIGKILL'));
      }
      const media = await makeMedia(stack);
      const leg: NaiveLeg = {
        identity,
        livekit: livekit.url,
        token: await token(room, identity),
        media: media.url,
      };
      naive.send(leg);
      await once(naive, 'message');
      await connect(stack, channelId, media.id);
    },
    /** Opens a page of e2e/pages, in a browser of its own. `global` is there when it is ready. */
    async page(name = 'bench', global = 'bench') {
      const executablePath = findChromium();
      const trust = `--ignore-certificate-errors-spki-list=${stack.addresses.spki}`;
      const browser = await chromium.launch({
        args: [...chromiumFlags, trust],
        ...(executablePath && {executablePath}),
      });
      closers.push(() => browser.close());
      const site = await servePages(stack.addresses, {
        root,
        cacheDir: join(root, `.cache/vite-bench-${name}`),
        optimizeDeps: {entries: [`e2e/pages/${name}.html`]},
        server: {watch: null, hmr: false},
      });
      closers.push(() => site.close());
      const page = await browser.newPage({baseURL: site.url});
      page.on('pageerror', (error) => console.error(error));
      await page.goto(`/e2e/pages/${name}.html`);
      await page.waitForFunction((global) => global in globalThis, global);
      return page;
    },
    async close() {
      for (const close of closers.reverse()) await close();
    },
  };
}

export type Setting = Awaited<ReturnType<typeof setUp>>;

/** The channel of the next call to the extension that waits for a driver. */
export async function nextCall(stack: Stack): Promise<string> {
  stack.ari.clear();
  const event = await stack.ari.waitFor(
    ({type, channel}) => type === 'StasisStart' && channel?.dialplan.exten === extensions.driven,
    {timeout: 15_000},
  );
  return event.channel?.id ?? '';
}

/** Makes a media channel. Resolves with its socket's address. */
async function makeMedia({ari, addresses}: Stack): Promise<{id: string; url: string}> {
  const {id, channelvars} = await ari.request<{id: string; channelvars: Record<string, string>}>(
    'POST',
    '/channels/externalMedia',
    {
      app: ariApplication,
      external_host: 'INCOMING',
      transport: 'websocket',
      encapsulation: 'none',
      connection_type: 'server',
      format: 'slin48',
    },
  );
  const base = addresses.asterisk.ari.url.replace(/^http/, 'ws').replace(/\/ari$/, '/media');
  return {id, url: `${base}/${channelvars['MEDIA_WEBSOCKET_CONNECTION_ID']}`};
}

async function connect({ari}: Stack, channelId: string, mediaId: string): Promise<void> {
  await ari.waitFor(({type, channel}) => type === 'StasisStart' && channel?.id === mediaId);
  const bridge = await ari.request<{id: string}>('POST', '/bridges', {type: 'mixing'});
  await ari.request('POST', `/bridges/${bridge.id}/addChannel`, {channel: `${channelId},${mediaId}`});
}

/** Puts a phone that only plays a tone into a room. */
export async function toneLeg(
  {stack, pool, leg}: Setting,
  room: string,
  identity: string,
): Promise<PhoneLeg> {
  return pool.join(leg(await toneCall(stack), room, identity));
}

/** The channel of a caller who only plays a tone. */
export async function toneCall(stack: Stack): Promise<string> {
  const channel = await stack.ari.originate({
    endpoint: `Local/${extensions.tone}@phones/n`,
    app: ariApplication,
  });
  await stack.ari.waitFor((event) => event.type === 'StasisStart' && event.channel?.id === channel.id);
  return channel.id;
}
