import {existsSync} from 'node:fs';
import {join} from 'node:path';
import type {GatewayClient} from '../gateway/client.js';
import {servePages, type PageServer} from '../page-server.js';
import {StackError} from '../system/error.js';
import type {PageAddresses} from '../vite.js';
import {demoSessions} from './sessions.js';

export interface DemoPlace {
  /** The folder of the pages. */
  pages: string;
  port: number;
  /** Where what is made for them is kept. */
  folder: string;
  /** Who lets people into the room. */
  gateway?: GatewayClient | undefined;
}

/** Serves the demo's pages. Rejects with {@link StackError} where there are none. */
export function serveDemo(addresses: PageAddresses, place: DemoPlace): Promise<PageServer> {
  const {pages, port, folder, gateway} = place;
  if (!existsSync(join(pages, 'index.html'))) throw new StackError(`There is no demo page in ${pages}.`);
  return servePages(addresses, {
    root: pages,
    cacheDir: join(folder, 'vite'),
    plugins: gateway ? [demoSessions(gateway)] : [],
    server: {port, strictPort: true},
  });
}
