import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build, preview, type InlineConfig, type Plugin} from 'vite';
import {stackAddresses, type PageAddresses} from '../../packages/stack/src/vite.js';

export interface Site {
  url: string;
  close(): Promise<void>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const outDir = join(root, '.cache/e2e-site');
/** What journeys look and listen with, within their pages: `await import(testing)`. */
export const testing = '/testing.js';
/** How journeys tell what the phone of a page hears, likewise. */
export const tones = '/tones.js';
/** Modules that others import by their addresses. */
const modules: Readonly<Record<string, {source: string; address: string}>> = {
  testing: {source: 'packages/media/src/testing/index.ts', address: testing},
  tones: {source: 'e2e/pages/tones.ts', address: tones},
  sidetone: {source: 'demo/sidetone.js', address: '/demo/sidetone.js'},
};

const pages = ['demo', 'e2e/pages'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.html'))
    .map((name) => `${folder}/${name}`),
);

const common: InlineConfig = {root, configFile: false, clearScreen: false, logLevel: 'warn'};

/** Builds all pages of the journeys from the sources, once for all workers: hundreds of modules, loaded one by one, would keep both cores busy. */
export default async function buildSite(): Promise<void> {
  await build({
    ...common,
    resolve: {conditions: ['@sidetone/source', 'module', 'browser', 'production']},
    build: {
      outDir,
      emptyOutDir: true,
      target: 'esnext',
      minify: false,
      modulePreload: false,
      reportCompressedSize: false,
      chunkSizeWarningLimit: Infinity,
      rolldownOptions: {
        input: {
          ...Object.fromEntries(pages.map((page) => [page.replace(/\W/g, '-'), join(root, page)])),
          ...Object.fromEntries(
            Object.entries(modules).map(([name, {source}]) => [name, join(root, source)]),
          ),
        },
        preserveEntrySignatures: 'exports-only',
        output: {
          entryFileNames: ({name}) => modules[name]?.address.slice(1) ?? 'assets/[name]-[hash].js',
        },
      },
    },
  });
}

/** Serves them, each under its path in the repository, with the stack's `/addresses.json`. */
export async function serveSite(
  addresses: PageAddresses,
  {port, plugins}: {port: number; plugins: Plugin[]},
): Promise<Site> {
  const server = await preview({
    ...common,
    build: {outDir},
    plugins: [stackAddresses(addresses), ...plugins],
    preview: {host: 'localhost', port, strictPort: true, cors: true},
  });
  return {url: server.resolvedUrls?.local[0] ?? '', close: () => server.close()};
}
