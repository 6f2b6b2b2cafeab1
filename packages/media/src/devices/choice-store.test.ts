import {expect, test} from 'vitest';
import {readChoice, writeChoice} from './choice-store.js';

function memory(): Storage {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
  } as Storage;
}

const none = {microphone: '', speaker: ''};

test('a choice is remembered', () => {
  const storage = memory();
  expect(readChoice(storage)).toEqual(none);
  writeChoice(storage, {microphone: 'a', speaker: 'b'});
  expect(readChoice(storage)).toEqual({microphone: 'a', speaker: 'b'});
});

test.each(['', 'null', '[1]', '{"microphone":3}', '{'])('what is unreadable (%s) is no choice', (stored) => {
  const storage = memory();
  storage.setItem('sidetone.devices', stored);
  expect(readChoice(storage)).toEqual(none);
});

test('a store that is full or forbidden does no harm', () => {
  const storage = {
    getItem: () => {
      throw new Error('forbidden');
    },
    setItem: () => {
      throw new Error('full');
    },
  } as unknown as Storage;
  writeChoice(storage, {microphone: 'a', speaker: ''});
  expect(readChoice(storage)).toEqual(none);
  expect(readChoice(undefined)).toEqual(none);
});
