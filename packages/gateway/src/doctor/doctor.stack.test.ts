import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Caller, createStack, prepareSpeech, type Stack} from '@sidetone/stack';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {asteriskConfiguration} from '../asterisk/config/configuration.js';
import type {Database} from '../database/database.js';
import {makePrompts} from '../ivr/recording/make-prompts.js';
import {migratedPglite} from '../testing/databases.js';
import {createTestGateway} from '../testing/services.js';
import {examine} from './doctor.js';
import type {Finding} from './finding.js';

const timeout = 600_000;
let folder: string;
let stack: Stack;
let database: Database;
const ari = {user: 'gateway', password: 'a password for the gateway'};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidetone-doctor-'));
  const {files, modules} = asteriskConfiguration({
    id: 'one',
    ari,
    gateway: 'http://127.0.0.1:9',
    realtimeSecret: 'a secret for Asterisk',
    numbers: [],
    country: 'CH',
    credentialLife: 3_600_000,
    prompts: 'sidetone',
    language: 'en',
    ignoreContact: true,
    trace: true,
    bind: {},
  });
  stack = await createStack({
    folder,
    asteriskModules: modules.filter((name) => name !== 'func_dialplan'),
    asteriskConfiguration: files,
  });
  database = await migratedPglite();
}, timeout);
afterAll(async () => {
  await stack.stop();
  await database.close();
  await rm(folder, {recursive: true});
}, timeout);

async function findings(settings: Record<string, string> = {}, password = ari.password): Promise<Finding[]> {
  const {ari: address, wss, ws} = stack.addresses.asterisk;
  const gateway = await createTestGateway(database, {
    ASTERISK: JSON.stringify([
      {id: 'one', ari: {...ari, password, url: address.url}, wss: [wss, ws, 'wss://127.0.0.1:9/ws']},
    ]),
    ...settings,
  });
  const all = await examine(gateway.services);
  await gateway.close();
  return all;
}

const of = (all: readonly Finding[], subject: string) => all.find((one) => one.subject.endsWith(subject));

test('what is good is good, and what is wrong is named with what to do', {timeout}, async () => {
  const all = await findings();
  const {asterisk} = stack.addresses;
  expect(of(all, ': ARI')).toMatchObject({
    state: 'good',
    says: expect.stringContaining(`Asterisk ${asterisk.version}`),
  });
  expect(of(all, ': codecs')).toMatchObject({state: 'good'});
  expect(of(all, 'one: clock')).toMatchObject({state: 'good'});
  expect(of(all, 'Database: clock')).toMatchObject({state: 'good'});
  expect(of(all, ': modules')).toMatchObject({state: 'bad', says: 'Asterisk has not loaded func_dialplan.'});
  expect(of(all, asterisk.wss)).toMatchObject({
    state: 'doubtful',
    says: expect.stringContaining('not trusted'),
  });
  expect(of(all, asterisk.ws)).toMatchObject({state: 'doubtful'});
  expect(of(all, 'wss://127.0.0.1:9/ws')).toMatchObject({
    state: 'bad',
    says: expect.stringContaining('ECONNREFUSED'),
  });
  expect(of(all, 'LiveKit')).toMatchObject({
    state: 'bad',
    says: expect.stringContaining('cannot be reached'),
  });
  expect(of(all, 'webhooks')).toMatchObject({
    state: 'doubtful',
    says: expect.stringContaining('None has come'),
  });
  for (const finding of all) if (finding.state === 'bad') expect(finding.remedy).toBeTruthy();
});

test('modules that report SIP are needed where somebody listens', {timeout}, async () => {
  await stack.cli('module unload res_hep_pjsip.so');
  const modules = of(await findings({HEP_LISTEN: '9060'}), ': modules');
  expect(modules).toMatchObject({says: 'Asterisk has not loaded func_dialplan, res_hep_pjsip.'});
  await stack.cli('module load res_hep_pjsip.so');
});

test('a wrong password of ARI is told from an Asterisk that is not there', {timeout}, async () => {
  expect(of(await findings({}, 'wrong'), ': ARI')).toMatchObject({
    state: 'bad',
    says: expect.stringContaining('does not accept the user "gateway"'),
  });
  const nowhere = JSON.stringify([
    {id: 'one', ari: {...ari, url: 'http://127.0.0.1:9/ari'}, wss: ['wss://127.0.0.1:9/ws']},
  ]);
  expect(of(await findings({ASTERISK: nowhere}), ': ARI')).toMatchObject({
    state: 'bad',
    says: expect.stringContaining('cannot be reached'),
  });
});

test(
  'prompts are made, recorded or synthesised, stay when they are there, and can be heard',
  {timeout},
  async () => {
    const languages = ['fr', 'de'] as const;
    const speech = await prepareSpeech(() => undefined);
    const prompts = join(folder, 'prompts');
    const made = await makePrompts({folder: prompts, languages, ...speech});
    expect([...made.values()].filter((source) => source === 'missing')).toEqual([]);
    expect(made.get('fr/pin')).toBe('recorded');
    expect(made.get('de/pin')).toBe('synthesised');
    expect(new Set((await makePrompts({folder: prompts, languages, ...speech})).values())).toEqual(
      new Set(['kept']),
    );

    const {ari: client} = stack;
    const caller = await Caller.dial(stack, `Local/${stack.addresses.extensions.driven}@phones/n`);
    const far = await client.waitFor(
      ({type, channel}) =>
        type === 'StasisStart' && channel!.name.startsWith('Local/') && channel!.id !== caller.channelId,
    );
    for (const language of languages) {
      for (const prompt of ['welcome', 'pin'] as const) {
        await client.play(far.channel!.id, `sound:${prompts}/${language}/${prompt}`);
        await caller.ears.hearsSpeech();
        await client.waitFor(({type}) => type === 'PlaybackFinished', {timeout: 20_000});
        client.clear();
        await caller.ears.hearsSilence();
      }
    }
    await caller.hangUp();
  },
);
