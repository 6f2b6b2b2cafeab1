import {fileURLToPath} from 'node:url';
import {ensureDependencies} from './dependencies.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** All that the tests need and this machine lacks: packages, a browser, the stack's parts. Says what it installs. */
export async function setUpForTests() {
  await ensureDependencies(root);
  // Loaded late: they use packages that may just have been installed.
  const [{ensureChromium}, {ensureStack}] = await Promise.all([
    import('./browser.mjs'),
    import('./stack.mjs'),
  ]);
  await ensureChromium();
  await ensureStack(root);
}
