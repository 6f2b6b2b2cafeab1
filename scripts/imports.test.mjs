import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {run} from './lib/run.mjs';
import {root} from './lib/setup.mjs';

// Each check starts a program.
vi.setConfig({testTimeout: 30_000});

/** A workspace of two packages, checked by the project's own rules. */
let workspace;

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'sidetone-imports-'));
  symlinkSync(join(root, 'tsconfig.base.json'), join(workspace, 'tsconfig.base.json'));
  mkdirSync(join(workspace, 'node_modules/@sidetone'), {recursive: true});
  symlinkSync(join(root, 'node_modules/typescript'), join(workspace, 'node_modules/typescript'));
});

afterEach(() => rmSync(workspace, {recursive: true}));

function write(path, text) {
  const file = join(workspace, path);
  mkdirSync(dirname(file), {recursive: true});
  writeFileSync(file, text);
}

function addPackage(name) {
  const manifest = {
    name: `@sidetone/${name}`,
    type: 'module',
    exports: {'.': {'@sidetone/source': './src/index.ts', default: './dist/index.js'}},
  };
  write(`packages/${name}/package.json`, JSON.stringify(manifest));
  write(`packages/${name}/src/index.ts`, 'export const one = 1;\n');
  symlinkSync(join(workspace, 'packages', name), join(workspace, 'node_modules/@sidetone', name));
}

const cruise = () =>
  run(
    join(root, 'node_modules/.bin/depcruise'),
    ['packages', '--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'err'],
    {cwd: workspace, quiet: true},
  );

test('a package may import those below it', async () => {
  addPackage('core');
  addPackage('media');
  write('packages/media/src/index.ts', "export {one} from '@sidetone/core';\n");
  expect(await cruise()).toMatchObject({code: 0});
});

test.each(["export {one} from '@sidetone/media';\n", "export {one} from '../../media/src/index.js';\n"])(
  'an import against the direction is caught: %s',
  async (wrong) => {
    addPackage('core');
    addPackage('media');
    write('packages/core/src/index.ts', wrong);
    const {code, output} = await cruise();
    expect(output).toContain('core-imports: packages/core/src/index.ts → packages/media/src/index.ts');
    expect(code).not.toBe(0);
  },
);

test('elements reach engines only by their lazy loader', async () => {
  addPackage('elements');
  addPackage('engine-jssip');
  write(
    'packages/elements/src/engine-loader.ts',
    "export const load = () => import('@sidetone/engine-jssip');\n",
  );
  expect(await cruise()).toMatchObject({code: 0});
  write('packages/elements/src/index.ts', "export {one} from '@sidetone/engine-jssip';\n");
  expect((await cruise()).output).toContain('elements-imports: packages/elements/src/index.ts');
});

test('two modules that import each other are caught', async () => {
  addPackage('core');
  write('packages/core/src/a.ts', "import {b} from './b.js';\nexport const a = () => b;\n");
  write('packages/core/src/b.ts', "import {a} from './a.js';\nexport const b = () => a;\n");
  expect((await cruise()).output).toContain('no-circular');
});

test('an import that leads nowhere is caught', async () => {
  addPackage('core');
  write('packages/core/src/index.ts', "export {gone} from './gone.js';\n");
  expect((await cruise()).output).toContain('resolvable');
});
