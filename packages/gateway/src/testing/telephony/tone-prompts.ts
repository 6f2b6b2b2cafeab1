import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promptNames, type PromptName} from '../../ivr/prompts.js';
import {languages, type Language} from '../../rooms/languages.js';

const rate = 8000;
const seconds = 1.5;

/** Prompts that are tones, in Hz: a test hears which one it is. */
export function promptTone(prompt: PromptName, language: Language = 'en'): number {
  return 400 + 100 * promptNames.indexOf(prompt) + 30 * languages.indexOf(language);
}

/** Writes them into a folder as an operator's own files. */
export async function writeTonePrompts(folder: string): Promise<void> {
  for (const language of languages) {
    await mkdir(join(folder, language), {recursive: true});
    for (const prompt of promptNames) {
      const frequency = promptTone(prompt, language);
      const samples = Int16Array.from({length: rate * seconds}, (_, index) =>
        Math.round(8000 * Math.sin((2 * Math.PI * frequency * index) / rate)),
      );
      await writeFile(join(folder, language, `${prompt}.sln`), Buffer.from(samples.buffer));
    }
  }
}
