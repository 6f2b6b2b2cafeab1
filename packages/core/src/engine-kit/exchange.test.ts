import {expect, it} from 'vitest';
import {Exchange} from './exchange.js';

it('is idle once the open offer is dealt with, or stops waiting when the call is over', async () => {
  const exchange = new Exchange();
  const done = exchange.begin();
  expect(exchange.busy).toBe(true);
  let idle = false;
  const waiting = exchange.idle(new Promise(() => {})).then(() => (idle = true));
  await Promise.resolve();
  expect(idle).toBe(false);
  await expect(exchange.idle(Promise.reject(new Error('over')))).rejects.toThrow('over');
  done();
  await waiting;
  expect(exchange.busy).toBe(false);
});
