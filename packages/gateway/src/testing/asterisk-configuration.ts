import {text} from 'node:stream/consumers';
import {
  asteriskConfiguration,
  type AsteriskConfigOptions,
  type AsteriskConfiguration,
} from '../asterisk/config/configuration.js';
import {makePrompts, type Synthesiser} from '../ivr/recording/make-prompts.js';
import {languages} from '../rooms/languages.js';
import {writeTonePrompts} from './telephony/tone-prompts.js';

interface Wanted {
  options: AsteriskConfigOptions;
  /** What the prompts are spoken with; they are tones without it. */
  speech?: {synthesiser: Synthesiser; recordings: string};
}

/** For the stack, as a program: {@link Wanted} comes by standard input, the {@link AsteriskConfiguration} goes to standard output. */
const {options, speech} = JSON.parse(await text(process.stdin)) as Wanted;
const folder = options.prompts;
if (speech) await makePrompts({folder, languages, ...speech});
else await writeTonePrompts(folder);
const configuration: AsteriskConfiguration = asteriskConfiguration(options);
process.stdout.write(JSON.stringify(configuration));
