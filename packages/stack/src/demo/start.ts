import {randomBytes} from 'node:crypto';
import type {DialIn} from '../gateway/client.js';
import {providerNumbers} from '../provider/numbers.js';
import {Provider} from '../provider/provider.js';
import {createStack, type Stack} from '../stack.js';
import type {Report} from '../system/report.js';
import {serveDemo} from './serve.js';
import {demoRoom} from './sessions.js';

interface DemoOptions {
  /** The stack's folder. */
  folder: string;
  /** The folder of the pages, and their port; nothing is served when left out. */
  pages?: string | undefined;
  port: number;
  report: Report;
  /** Told how to end each part, as soon as it is up. The last one up ends first. */
  onUp: (close: () => Promise<void>) => void;
}

export interface Demo {
  stack: Stack;
  /** Address of the pages. */
  url?: string;
  /** How to join the room by phone; where there is a LiveKit. */
  room?: DialIn;
}

/** How the provider knows this stack. */
const customer = 'sidetone';

/** All parts: Asterisk, LiveKit, the gateway, a provider of telephone numbers, the room and the pages. */
export async function startDemo({folder, pages, port, report, onUp}: DemoOptions): Promise<Demo> {
  const provider = await Provider.create({
    folder,
    accounts: {[customer]: randomBytes(18).toString('base64url')},
  });
  onUp(() => provider.stop());
  const stack = await createStack({
    folder,
    report,
    livekit: true,
    gateway: {
      speech: true,
      plainWebSocket: true,
      origins: [`http://localhost:${port}`],
      settings: {DIAL_OUT_ENDPOINT: 'provider'},
    },
    asteriskConfiguration: {'pjsip.conf': provider.trunk(customer)},
  });
  onUp(() => stack.stop());
  const room = stack.addresses.livekit && (await stack.gateway?.room(demoRoom));
  const demo = {stack, ...(room && {room})};
  if (!pages) return demo;
  const addresses = {...stack.addresses, numbers: providerNumbers};
  const site = await serveDemo(addresses, {pages, port, folder: stack.folder, gateway: stack.gateway});
  onUp(() => site.close());
  return {...demo, url: site.url};
}
