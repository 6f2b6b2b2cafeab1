import {AriError} from '../asterisk/ari/errors.js';
import type {Ari} from '../asterisk/ari/rest.js';
import type {Language} from '../rooms/languages.js';
import type {Settings} from '../settings/table.js';
import {bad, doubtful, good, reasonOf, skipped, type Finding} from './finding.js';

/** The prompts that an Asterisk needs. */
export interface WantedPrompts {
  /** As Asterisk sees it: absolute, or within its own sounds. */
  folder: string;
  languages: readonly Language[];
}

/** In the languages that callers are greeted in; nothing where no phone joins a room. */
export function wantedPrompts(settings: Settings): WantedPrompts | undefined {
  if (!settings.ROOM_TELEPHONY_ENABLED) return undefined;
  const atNumbers = Object.values(settings.ROOM_TELEPHONY_LANGUAGES).flat();
  const languages = [...new Set([settings.ROOM_TELEPHONY_DEFAULT_LANGUAGE, ...atNumbers])];
  return {folder: settings.ROOM_TELEPHONY_PROMPTS, languages};
}

/** Whether Asterisk has the prompt that asks for the PIN, in each language. `modules`: those that run, without `.so`. */
export async function examinePrompts(
  subject: string,
  ari: Ari,
  modules: ReadonlySet<string>,
  {folder, languages}: WantedPrompts,
): Promise<Finding> {
  const remedy = remedyFor(folder);
  const unseen = (says: string): Finding => ({...skipped(subject, says), remedy});
  if (folder.startsWith('/'))
    return unseen(`Asterisk tells of its own folder of sounds only, not whether it has ${folder}.`);
  if (!modules.has('res_ari_sounds'))
    return unseen(`Without res_ari_sounds Asterisk does not tell whether it has ${folder}.`);
  try {
    const known = await Promise.all(languages.map((language) => hasSound(ari, `${folder}/${language}/pin`)));
    const missing = languages.filter((_, index) => !known[index]).map((one) => `${folder}/${one}/pin`);
    return missing.length
      ? bad(subject, `Asterisk has no ${missing.join(', ')} among its sounds: callers hear nothing.`, remedy)
      : good(subject, `Asterisk has them in ${languages.join(', ')}.`);
  } catch (error) {
    return doubtful(subject, `Asterisk does not tell whether it has ${folder} (${reasonOf(error)}).`, remedy);
  }
}

/** Nothing is lost by doing so again. */
function remedyFor(folder: string): string {
  const command = 'On its machine, once: sidetone-gateway prompts --folder';
  return folder.startsWith('/')
    ? `${command} ${folder}`
    : `${command} <sounds>/${folder}, with /usr/share/asterisk/sounds or /var/lib/asterisk/sounds for <sounds>.`;
}

/**
 * Whether Asterisk finds a sound, `sidetone/en/pin`, among its own. It looks at its files anew each time, and takes
 * the first folder of the path for a language: that one is no part of the sound's name.
 */
async function hasSound(ari: Ari, path: string): Promise<boolean> {
  const [first, ...rest] = path.split('/').filter((part) => part !== '' && part !== '.');
  try {
    const {formats} = await ari.request<{formats: {language: string}[]}>(
      'GET',
      `/sounds/${encodeURIComponent(rest.join('/'))}`,
    );
    return formats.some(({language}) => language === first);
  } catch (error) {
    if (error instanceof AriError && error.status === 404) return false;
    throw error;
  }
}
