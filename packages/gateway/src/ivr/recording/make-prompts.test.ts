import {mkdir, mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {languages} from '../../rooms/languages.js';
import {promptNames} from '../prompts.js';
import {makePrompts, type Synthesiser} from './make-prompts.js';

let scratch: string;
let folder: string;
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'sidetone-prompts-'));
  folder = join(scratch, 'prompts');
});
afterEach(() => rm(scratch, {recursive: true}));

/** Says everything as a second of silence, and notes what it was to say. */
async function synthesiser(): Promise<Synthesiser> {
  const wav = Buffer.alloc(44 + 2 * 22_050);
  wav.write('RIFF....WAVEfmt ', 'latin1');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(22_050, 24);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(2 * 22_050, 40);
  await writeFile(join(scratch, 'silence.wav'), wav);
  // Its arguments: -v LANGUAGE -s SPEED -w FILE TEXT
  const script = `cp '${scratch}/silence.wav' "$6" && echo "$2: $7" >> '${scratch}/said'`;
  return {command: '/bin/sh', args: ['-c', script, 'speak']};
}

test('every language has every prompt, as sound that Asterisk plays', async () => {
  const made = await makePrompts({folder, languages, synthesiser: await synthesiser()});
  expect(made.size).toBe(languages.length * promptNames.length);
  expect(new Set(made.values())).toEqual(new Set(['synthesised']));
  for (const language of languages) {
    const files = await readdir(join(folder, language));
    expect(files.sort()).toEqual(promptNames.map((name) => `${name}.sln16`).sort());
  }
  // A second at 16 kHz.
  expect(await readFile(join(folder, 'ru', 'pin.sln16'))).toHaveLength(32_000);
  const said = await readFile(join(scratch, 'said'), 'utf8');
  expect(said).toContain('it: Benvenuti alla conferenza.\n');
  expect(new Set(said.trim().split('\n')).size).toBe(made.size);
});

test('an operator’s own files stay, Asterisk’s recordings are next, then the synthesiser', async () => {
  const recordings = join(scratch, 'sounds');
  for (const path of [join(folder, 'fr'), join(recordings, 'fr_CA_f_June')])
    await mkdir(path, {recursive: true});
  await writeFile(join(folder, 'fr', 'welcome.wav'), 'our own');
  await writeFile(join(recordings, 'fr_CA_f_June', 'conf-getpin.gsm'), 'June');
  const made = await makePrompts({folder, languages: ['fr'], recordings, synthesiser: await synthesiser()});
  expect(Object.fromEntries(made)).toMatchObject({
    'fr/welcome': 'kept',
    'fr/pin': 'recorded',
    'fr/ended': 'synthesised',
  });
  const files = await readdir(join(folder, 'fr'));
  expect(files.filter((name) => name.startsWith('welcome'))).toEqual(['welcome.wav']);
  expect(await readFile(join(folder, 'fr', 'pin.gsm'), 'utf8')).toBe('June');
});

test('what nobody can say is named', async () => {
  const made = await makePrompts({folder, languages: ['en']});
  expect(new Set(made.values())).toEqual(new Set(['missing']));
});
