import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {extname, join} from 'node:path';
import {promisify} from 'node:util';
import type {Language} from '../../rooms/languages.js';
import {promptNames, type PromptName} from '../prompts.js';
import {recorded, textOf} from './texts.js';
import {readWav, resample} from './wav.js';

const run = promisify(execFile);

/** A program that takes espeak-ng's arguments. */
export interface Synthesiser {
  command: string;
  args?: readonly string[];
  env?: Readonly<Record<string, string>>;
}

interface PromptOptions {
  /** Gets `<language>/<prompt>.<format>`. What is there already stays: an operator's own files. */
  folder: string;
  languages: readonly Language[];
  /** Left out, prompts without a recording are missing. */
  synthesiser?: Synthesiser;
  /** A folder with Asterisk's own recordings, `fr` or `fr_CA_f_June` in it. */
  recordings?: string;
}

/** How each prompt came about. */
export type PromptSource = 'kept' | 'recorded' | 'synthesised' | 'missing';

const rate = 16_000;
/** Words per minute: calm, on a bad line. */
const speed = '150';

/** Makes the prompts that are not there. Resolves with where each is from, under `<language>/<prompt>`. */
export async function makePrompts(options: PromptOptions): Promise<Map<string, PromptSource>> {
  const made = new Map<string, PromptSource>();
  for (const language of options.languages) {
    const folder = join(options.folder, language);
    await mkdir(folder, {recursive: true});
    const present = new Set((await readdir(folder)).map((file) => file.slice(0, -extname(file).length)));
    const recordings = options.recordings && (await recordingsOf(options.recordings, language));
    for (const prompt of promptNames) {
      const target = join(folder, prompt);
      const source = present.has(prompt)
        ? 'kept'
        : ((await copyRecording(prompt, recordings, target)) ??
          (await synthesise(prompt, language, options.synthesiser, target)) ??
          'missing');
      made.set(`${language}/${prompt}`, source);
    }
  }
  return made;
}

async function recordingsOf(folder: string, language: Language): Promise<string | undefined> {
  const names = (await readdir(folder)).sort();
  const name = names.find((one) => one === language) ?? names.find((one) => one.startsWith(`${language}_`));
  return name && join(folder, name);
}

async function copyRecording(
  prompt: PromptName,
  folder: string | undefined,
  target: string,
): Promise<PromptSource | undefined> {
  const name = recorded[prompt];
  if (!folder || !name) return undefined;
  for (const format of ['.g722', '.wav', '.gsm', '.ulaw', '.alaw']) {
    const file = join(folder, name + format);
    if (!existsSync(file)) continue;
    await copyFile(file, target + format);
    return 'recorded';
  }
  return undefined;
}

async function synthesise(
  prompt: PromptName,
  language: Language,
  synthesiser: Synthesiser | undefined,
  target: string,
): Promise<PromptSource | undefined> {
  if (!synthesiser) return undefined;
  const scratch = await mkdtemp(join(tmpdir(), 'sidetone-prompt-'));
  try {
    const wav = join(scratch, 'prompt.wav');
    const own = ['-v', language, '-s', speed, '-w', wav, textOf(prompt, language)];
    const {command, args = [], env = {}} = synthesiser;
    await run(command, [...args, ...own], {env: {...process.env, ...env}});
    const {samples} = resample(readWav(await readFile(wav)), rate);
    await writeFile(`${target}.sln16`, Buffer.from(samples.buffer));
    return 'synthesised';
  } finally {
    await rm(scratch, {recursive: true, force: true});
  }
}
