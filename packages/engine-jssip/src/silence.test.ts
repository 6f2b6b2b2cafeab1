import JsSIP from 'jssip';
import {afterAll, expect, it} from 'vitest';
import {jssip} from './index.js';

const debug = JsSIP.debug as unknown as {
  enable(namespaces: string): void;
  disable(): void;
  enabled(namespace: string): boolean;
};
afterAll(() => debug.disable());

it('keeps JsSIP from logging messages, and nobody else from logging', () => {
  jssip();
  debug.enable('*');
  expect(debug.enabled('JsSIP')).toBe(false);
  expect(debug.enabled('JsSIP:Transport')).toBe(false);
  expect(debug.enabled('JsSIPlike')).toBe(true);
  expect(debug.enabled('app:call')).toBe(true);
});
