import {text} from 'node:stream/consumers';
import {makePrompts, type Synthesiser} from '../ivr/recording/make-prompts.js';
import {languages} from '../rooms/languages.js';
import {writeTonePrompts} from './telephony/tone-prompts.js';

interface Wanted {
  folder: string;
  /** What the prompts are spoken with; they are tones without it. */
  speech?: {synthesiser: Synthesiser; recordings: string};
}

/** For the stack, as a program: {@link Wanted} comes by standard input. */
const {folder, speech} = JSON.parse(await text(process.stdin)) as Wanted;
if (speech) await makePrompts({folder, languages, ...speech});
else await writeTonePrompts(folder);
