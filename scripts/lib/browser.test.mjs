import {existsSync} from 'node:fs';
import {expect, test} from 'vitest';
import {ensureChromium} from './browser.mjs';

/** A machine on which commands succeed as `works` says; afterwards `find` or `downloaded` sees what they installed. */
function machine({installed = false, playwright = false, works = []} = {}) {
  const commands = [];
  const state = {installed, playwright};
  const execute = async (command, args) => {
    const line = [command, ...args].join(' ');
    const ok = works.some((part) => line.includes(part));
    if (ok && line.includes('playwright')) state.playwright = true;
    if (ok && line.includes('apt-get install')) state.installed = true;
    commands.push(line);
    return {code: ok ? 0 : 1};
  };
  const find = () => (state.installed ? '/usr/bin/chromium' : undefined);
  return {
    commands,
    options: {find, downloaded: async () => state.playwright, execute, report: () => undefined},
  };
}

test('a browser that is there is taken, nothing is installed', async () => {
  for (const there of [{installed: true}, {playwright: true}]) {
    const {commands, options} = machine(there);
    await ensureChromium(options);
    expect(commands).toEqual([]);
  }
});

test('otherwise Playwright downloads its own, with its libraries when root', async () => {
  const {commands, options} = machine({works: ['playwright install']});
  await ensureChromium({...options, isRoot: false});
  expect(commands).toEqual(['npx --no-install playwright install chromium']);
  const root = machine({works: ['playwright install']});
  await ensureChromium({...root.options, isRoot: true});
  expect(root.commands).toEqual(['npx --no-install playwright install --with-deps chromium']);
});

test.runIf(existsSync('/etc/debian_version'))('and when it cannot, root installs the package', async () => {
  const {commands, options} = machine({works: ['apt-get']});
  await ensureChromium({...options, isRoot: true});
  expect(commands.at(-1)).toContain('apt-get install');
});

test('when there is no way, it says what to do', async () => {
  const {options} = machine();
  await expect(ensureChromium({...options, isRoot: false})).rejects.toThrow('CHROMIUM_PATH');
});
