import {createServer, type InlineConfig} from 'vite';
import {stackAddresses, type PageAddresses} from './vite.js';

export interface PageServer {
  /** `http://localhost:5173/` */
  url: string;
  close(): Promise<void>;
}

/** Vite's own, and what a stack writes down: secrets of its servers are in it. */
const denied = [
  '.env',
  '.env.*',
  '*.{crt,pem,key,p12,pfx,cer,der}',
  '.npmrc',
  '.yarnrc.yml',
  '**/.git/**',
  '**/.stack/**',
];

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
    server: {host: 'localhost', ...config.server, fs: {deny: denied, ...config.server?.fs}},
  });
  await server.listen();
  const url = server.resolvedUrls?.local[0] ?? '';
  return {url, close: () => server.close()};
}
