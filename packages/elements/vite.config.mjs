import {defineConfig} from 'vite';

const lazy = /\/packages\/(engine-[a-z]+|conference)\/src\/index\.ts$/;

/** What a page without a bundler loads: all elements in one file, engines, LiveKit's client and languages in files of their own. */
export default defineConfig({
  resolve: {conditions: ['@sidetone/source', 'module', 'browser', 'production']},
  build: {
    outDir: 'dist/cdn',
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: true,
    modulePreload: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700, // LiveKit's client
    rolldownOptions: {
      input: {sidetone: 'src/cdn.ts'},
      preserveEntrySignatures: 'allow-extension',
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: ({facadeModuleId}) => `${lazy.exec(facadeModuleId ?? '')?.[1] ?? '[name]'}-[hash].js`,
      },
    },
  },
});
