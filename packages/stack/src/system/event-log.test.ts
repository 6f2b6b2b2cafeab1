import {expect, test} from 'vitest';
import {StackError} from './error.js';
import {EventLog} from './event-log.js';

test('what happened already is found at once, what comes later when it comes', async () => {
  const log = new EventLog<string>();
  log.add('a');
  expect(await log.waitFor((item) => item === 'a')).toBe('a');
  const later = log.waitFor((item) => item === 'b');
  log.add('c');
  log.add('b');
  expect(await later).toBe('b');
  log.clear();
  expect(log.items).toEqual([]);
});

test('only the last items are kept', () => {
  const log = new EventLog<number>(2);
  for (const number of [1, 2, 3]) log.add(number);
  expect(log.items).toEqual([2, 3]);
});

test('what does not come is an error that names it', async () => {
  const wait = new EventLog<string>().waitFor(() => true, {timeout: 1, what: 'bell'});
  await expect(wait).rejects.toThrow(new StackError('No such bell within 1 ms.'));
});
