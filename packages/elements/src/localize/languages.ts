import {en, type Texts} from './texts/en.js';

const loaders: Record<string, () => Promise<Texts>> = {
  ar: async () => (await import('./texts/ar.js')).ar,
  de: async () => (await import('./texts/de.js')).de,
  es: async () => (await import('./texts/es.js')).es,
  fr: async () => (await import('./texts/fr.js')).fr,
};

const loaded = new Map<string, Texts>([['en', en]]);

/** Languages that come with the elements. */
export const languages: readonly string[] = ['en', ...Object.keys(loaders)];

/** Adds a language, or replaces the texts of one, before elements in it are shown. `language` is a primary subtag: `pt`. */
export function addTexts(language: string, texts: Texts): void {
  loaded.set(language.toLowerCase(), texts);
}

/** The best that the tag `de-AT` gets: its language when there are texts for it, else English. */
export function matchLanguage(tag: string): {language: string; locale: string} {
  const language = tag.toLowerCase().split(/[-_]/)[0] ?? '';
  if (!loaded.has(language) && !(language in loaders)) return {language: 'en', locale: 'en'};
  return {language, locale: canonical(tag) ?? language};
}

/** The texts if they are there already. */
export function textsNow(language: string): Texts | undefined {
  return loaded.get(language);
}

/** Fetches the texts when they are needed for the first time. English when that fails. */
export async function loadTexts(language: string): Promise<Texts> {
  const known = loaded.get(language);
  if (known) return known;
  try {
    const texts = (await loaders[language]?.()) ?? en;
    loaded.set(language, texts);
    return texts;
  } catch {
    return en;
  }
}

function canonical(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag.replace('_', '-'))[0];
  } catch {
    return undefined;
  }
}
