import {InvalidArgumentError, type Command} from 'commander';
import {makePrompts} from '../ivr/recording/make-prompts.js';
import {languages, type Language} from '../rooms/languages.js';
import {table} from './run.js';

interface PromptsOptions {
  folder: string;
  languages: readonly Language[];
  synthesiser: string;
  recordings?: string;
}

/** `prompts`: makes the sound files that are not there yet. */
export function promptsCommand(program: Command): void {
  program
    .command('prompts')
    .description('make the sound files of the IVR; files that are there already stay, so put your own first')
    .requiredOption(
      '--folder <folder>',
      'gets <language>/<prompt>: a folder "sidetone" within Asterisk\'s sounds, or any that Asterisk can read',
    )
    .option('--languages <list>', languages.join(','), list, [...languages])
    .option('--synthesiser <program>', 'espeak-ng or what takes its arguments', 'espeak-ng')
    .option('--recordings <folder>', "Asterisk's own sounds, such as /usr/share/asterisk/sounds")
    .action(async ({folder, languages, synthesiser, recordings}: PromptsOptions) => {
      const made = await makePrompts({
        folder,
        languages,
        synthesiser: {command: synthesiser},
        ...(recordings !== undefined && {recordings}),
      });
      console.log(table([...made].map(([prompt, source]) => [prompt, source])));
    });
}

function list(value: string): Language[] {
  return value.split(',').map((one) => {
    const known = languages.find((language) => language === one.trim());
    if (!known) throw new InvalidArgumentError(`Each is one of ${languages.join(', ')}.`);
    return known;
  });
}
