import {errorTable} from '@sidetone/core';
import {describe, expect, it} from 'vitest';
import {languages, loadTexts} from './languages.js';
import {en} from './texts/en.js';

/** Every text by its path: functions are asked for 0, 1, 2, 3, 11 and 100. */
function flat(texts: object, path = ''): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [key, value] of Object.entries(texts)) {
    const at = path ? `${path}.${key}` : key;
    if (typeof value === 'string') found.set(at, [value]);
    else if (typeof value === 'function')
      found.set(
        at,
        [0, 1, 2, 3, 11, 100].map((count) => String(value(count))),
      );
    else for (const [inner, text] of flat(value as object, at)) found.set(inner, text);
  }
  return found;
}

const english = flat(en);
/** Words that are the same in another language. */
const same = new Set(['PIN', ', ']);

describe.each(languages.filter((language) => language !== 'en'))('texts in %s', (language) => {
  it('has every text that English has, and no other', async () => {
    expect([...flat(await loadTexts(language)).keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('leaves nothing empty, in English, or with a placeholder not filled in', async () => {
    for (const [path, texts] of flat(await loadTexts(language))) {
      for (const [index, text] of texts.entries()) {
        expect(text, path).not.toBe('');
        expect(text, path).not.toMatch(/[{}]|undefined/);
        if (!same.has(text)) expect(text, path).not.toBe(english.get(path)?.[index]);
      }
    }
  });

  it('says every error of the table', async () => {
    expect(Object.keys((await loadTexts(language)).errors).sort()).toEqual(Object.keys(errorTable).sort());
  });
});
