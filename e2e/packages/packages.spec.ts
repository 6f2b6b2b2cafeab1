import type {Page} from '@playwright/test';
import {execFile} from 'node:child_process';
import {mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import type {Stack} from '../../packages/stack/src/index.js';
import type {StackUser} from '../../packages/stack/src/users.js';
import {expect, test as base} from '../support/test.js';
import {installPacked, repository} from './packed.js';
import {serveFolder} from './serve-folder.js';

const test = base.extend<object, {project: string}>({
  /** A folder outside the workspace that has the packed elements installed, and nothing else of it. */
  project: [
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'sidetone-page-'));
      await installPacked(folder, ['@sidetone/elements']);
      await use(folder);
      await rm(folder, {recursive: true});
    },
    {scope: 'worker', timeout: 300_000},
  ],
});

/** The README's own lines with an account that exists. */
async function readmeLines(server: string, {aor, password}: StackUser, engine: string): Promise<string> {
  const readme = await readFile(join(repository, 'README.md'), 'utf8');
  const [, lines = ''] = /```html\n(.*?)```/s.exec(readme) ?? [];
  return lines
    .replace(/server="[^"]*"/, `server="${server}" engine="${engine}"`)
    .replace(/aor="[^"]*"/, `aor="${aor}"`)
    .replace(/password="[^"]*"/, `password="${password}"`);
}

/** Registers, calls the echo, and hears the tone that its microphone hears. */
async function callsTheEcho(page: Page, {sip}: Stack, url: string): Promise<void> {
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => {
      const context = new AudioContext();
      const speaker = new MediaStreamAudioDestinationNode(context);
      const oscillator = new OscillatorNode(context, {frequency: 1_000});
      oscillator.connect(speaker);
      oscillator.start();
      return Promise.resolve(speaker.stream);
    };
  });
  await page.goto(url);
  const phone = page.locator('sidetone-softphone');
  await expect(phone.locator('[part=registration]')).toHaveText('Ready');
  await phone.getByRole('textbox', {name: 'Number or name'}).fill('600');
  await phone.getByRole('button', {name: 'Call', exact: true}).click();
  await expect(phone.locator('.call-card sidetone-call-status')).toContainText('Connected');
  await expect.poll(() => page.evaluate(loudestFrequency)).toBeCloseTo(1_000, -2);
  // What a call ended with is shown for some seconds.
  await Promise.all([
    expect(phone.locator('.call-card sidetone-call-status')).toContainText('You hung up'),
    phone.getByRole('button', {name: 'Hang up'}).click(),
  ]);
  await sip.waitFor(({method, status}) => method === 'REGISTER' && status === 200);
  const invite = await sip.waitFor(({method, status}) => method === 'INVITE' && status === 0);
  expect(invite.target).toBe('sip:600@sidetone.test');
  await sip.waitFor(({method, callId}) => method === 'BYE' && callId === invite.callId);
}

/** Of what the far side sends, in Hz; 0 in silence. */
function loudestFrequency(): number {
  const stream = document.querySelector('sidetone-softphone')?.phone?.activeCall?.remoteStream;
  if (!stream) return 0;
  const heard = globalThis as {ear?: AnalyserNode};
  if (!heard.ear) {
    const context = new AudioContext();
    heard.ear = new AnalyserNode(context, {fftSize: 4_096});
    new MediaStreamAudioSourceNode(context, {mediaStream: stream}).connect(heard.ear);
  }
  const bins = new Float32Array(heard.ear.frequencyBinCount);
  heard.ear.getFloatFrequencyData(bins);
  const loudest = Math.max(...bins);
  return loudest < -60 ? 0 : (bins.indexOf(loudest) * heard.ear.context.sampleRate) / heard.ear.fftSize;
}

for (const engine of ['jssip', 'sipjs']) {
  test(`the README's lines in a plain page, without a bundler, with ${engine}`, async ({
    page,
    stack,
    project,
  }) => {
    const site = join(project, `plain-${engine}`);
    await mkdir(site);
    const {asterisk, users} = stack.addresses;
    const lines = await readmeLines(asterisk.wss, users.alice, engine);
    await writeFile(join(site, 'index.html'), `<!doctype html>\n<title>A page</title>\n${lines}`);
    const elements = join(project, 'node_modules/@sidetone/elements');
    const server = await serveFolder({'/': site, '/sidetone/': join(elements, 'dist')});
    const loaded: string[] = [];
    page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
    try {
      await callsTheEcho(page, stack, server.url);
    } finally {
      server.close();
    }
    const engines = loaded.filter((path) => /engine-(jssip|sipjs)/.test(path));
    expect(engines).toHaveLength(1);
    expect(engines[0]).toContain(`engine-${engine}`);
  });

  test(`a page built by Vite from the packed packages, with ${engine}`, async ({page, stack, project}) => {
    test.slow();
    const site = join(project, `vite-${engine}`);
    await mkdir(site);
    const {asterisk, users} = stack.addresses;
    const lines = await readmeLines(asterisk.wss, users.bob, engine);
    const own = lines.replace(/src="[^"]*"/, 'src="./main.js"');
    await writeFile(join(site, 'index.html'), `<!doctype html>\n<title>A page</title>\n${own}`);
    await writeFile(join(site, 'main.js'), "import '@sidetone/elements/define/softphone';\n");
    const vite = join(repository, 'node_modules/vite/bin/vite.js');
    await promisify(execFile)('node', [vite, 'build', site, '--logLevel', 'warn'], {cwd: project});
    const server = await serveFolder({'/': join(site, 'dist')});
    try {
      await callsTheEcho(page, stack, server.url);
    } finally {
      server.close();
    }
  });
}
