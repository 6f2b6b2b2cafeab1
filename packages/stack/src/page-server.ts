import {createServer, type InlineConfig} from 'vite';
import {stackAddresses, type PageAddresses} from './vite.js';

export interface PageServer {
  /** `http://localhost:5173/` */
  url: string;
  close(): Promise<void>;
}

/** Serves pages of the workspace on this machine, from their sources, with the stack's `/addresses.json`. */
export async function servePages(addresses: PageAddresses, config: InlineConfig): Promise<PageServer> {
  const server = await createServer({
    configFile: false,
    clearScreen: false,
    logLevel: 'warn',
    ...config,
    plugins: [stackAddresses(addresses), ...(config.plugins ?? [])],
    resolve: {
      conditions: ['@sidetone/source', 'module', 'browser', 'development|production'],
      ...config.resolve,
    },
    server: {host: 'localhost', ...config.server},
  });
  await server.listen();
  const url = server.resolvedUrls?.local[0] ?? '';
  return {url, close: () => server.close()};
}
