import {expect, test} from 'vitest';
import {matches, readFilters} from './filter.js';

const row = {id: 'alice@example.org', max_contacts: '1'};
const passes = (fields: Record<string, string>) =>
  readFilters(fields)!.every((filter) => matches(row, filter));

test('conditions as Asterisk posts them', () => {
  expect(passes({id: 'alice@example.org'})).toBe(true);
  expect(passes({id: 'bob@example.org'})).toBe(false);
  expect(passes({'id LIKE': '%'})).toBe(true);
  expect(passes({'id LIKE': 'alice@%'})).toBe(true);
  expect(passes({'id LIKE': 'a.ice@%'})).toBe(false);
  expect(passes({'id LIKE': 'alice\\@example%'})).toBe(true);
  expect(passes({'max_contacts >': '0'})).toBe(true);
  expect(passes({'max_contacts >=': '2'})).toBe(false);
  expect(passes({'max_contacts !=': '1'})).toBe(false);
  expect(passes({mailboxes: ''})).toBe(true);
});

test('a condition that is not known is none', () => {
  expect(readFilters({'id ~': 'x'})).toBeUndefined();
});
