// What each part weighs for a page that loads it: bundles it as a page's own build would, and holds it to .size-limit.json.
import {join} from 'node:path';
import {build} from 'vite';
import {run} from './lib/run.mjs';
import {root} from './lib/setup.mjs';

/** An engine or an audio implementation comes to a page that has the core already. */
const parts = {
  core: {entry: '@sidetone/core'},
  media: {entry: '@sidetone/media', without: ['@sidetone/core']},
  conference: {entry: '@sidetone/conference', without: ['@sidetone/core', '@sidetone/media']},
  'engine-jssip': {entry: '@sidetone/engine-jssip', without: ['@sidetone/core']},
  'engine-sipjs': {entry: '@sidetone/engine-sipjs', without: ['@sidetone/core']},
  dialpad: {entry: '@sidetone/elements/define/dialpad'},
  softphone: {entry: '@sidetone/elements/define/softphone'},
  'dial-in': {entry: '@sidetone/elements/define/dial-in'},
  'sidetone-conference': {entry: '@sidetone/elements/define/conference'},
};

for (const [name, {entry, without = []}] of Object.entries(parts)) {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    resolve: {conditions: ['@sidetone/source', 'module', 'browser', 'production']},
    plugins: [
      {
        name: 'page',
        resolveId: (id) => (id === 'page' ? '\0page' : undefined),
        load: (id) => (id === '\0page' ? `export * from '${entry}';` : undefined),
      },
    ],
    build: {
      outDir: join(root, '.cache/sizes', name),
      emptyOutDir: true,
      modulePreload: false,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 700, // LiveKit's client
      rolldownOptions: {
        input: {[name]: 'page'},
        external: without,
        preserveEntrySignatures: 'allow-extension', // what is shared with a lazy part counts here,
        output: {entryFileNames: '[name].js', chunkFileNames: 'lazy/[name]-[hash].js'},
      },
    },
  });
}

const {code} = await run('npx', ['--no-install', 'size-limit', ...process.argv.slice(2)], {cwd: root});
process.exitCode = code;
