import {languages, type Language} from './texts.js';

export const themes = ['light dark', 'light', 'dark'] as const;
export const engines = {jssip: 'JsSIP', sipjs: 'SIP.js'} as const;

/** Everything about this window that can be chosen. All of it is in the address, so a window can be opened again or passed on. */
export interface Settings {
  as: string;
  engine: keyof typeof engines;
  lang: Language;
  dir: 'ltr' | 'rtl';
  theme: (typeof themes)[number];
}

function pick<T extends string>(value: string | null, choices: readonly T[]): T {
  return choices.find((choice) => choice === value) ?? choices[0]!;
}

/** What the address says; what it leaves out is the first choice. */
export function readSettings(people: readonly string[], search = location.search): Settings {
  const query = new URLSearchParams(search);
  const wished = [query.get('lang'), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  const lang = wished.find((tag): tag is Language => tag !== null && tag in languages) ?? 'en';
  return {
    as: pick(query.get('as'), people),
    engine: pick(query.get('engine'), Object.keys(engines) as Settings['engine'][]),
    lang,
    dir: pick(query.get('dir'), [languages[lang].dir, 'ltr', 'rtl']),
    theme: pick(query.get('theme'), themes),
  };
}

/** The address of a window with these settings. */
export function addressOf({as, engine, lang, dir, theme}: Settings, page = './'): string {
  const query = new URLSearchParams({as});
  if (engine !== 'jssip') query.set('engine', engine);
  query.set('lang', lang);
  if (dir !== languages[lang].dir) query.set('dir', dir);
  if (theme !== themes[0]) query.set('theme', theme);
  return `${page}?${query}`;
}
