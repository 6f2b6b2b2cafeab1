import {expect, it} from 'vitest';
import {Turns} from './turns.js';

it('does one thing after the other, also after a failure', async () => {
  const turns = new Turns();
  const done: string[] = [];
  let finish = () => {};
  const first = turns.take(() =>
    new Promise<void>((resolve) => (finish = resolve)).then(() => done.push('first')),
  );
  const second = turns.take(async () => {
    done.push('second');
    throw new Error('refused');
  });
  const third = turns.take(async () => done.push('third'));
  await Promise.resolve();
  expect(done).toEqual([]);
  finish();
  await expect(second).rejects.toThrow('refused');
  await Promise.all([first, third]);
  expect(done).toEqual(['first', 'second', 'third']);
});
