import {expect, test} from 'vitest';
import {sameSecret} from './compare.js';
import {Vault} from './vault.js';

const key = (fill: number) => new Uint8Array(32).fill(fill);
const vault = new Vault([key(1)]);

test('what was sealed is opened, and no two seals are alike', () => {
  const [one, two] = [vault.seal('wonderland', 'password'), vault.seal('wonderland', 'password')];
  expect(one).toMatch(/^enc:v1:/);
  expect(one).not.toBe(two);
  expect(one).not.toContain('wonderland');
  expect(vault.open(one, 'password')).toBe('wonderland');
});

test('plain text passes', () => {
  expect(vault.open('wonderland', 'password')).toBe('wonderland');
  expect(vault.isCurrent('wonderland')).toBe(false);
});

test('a former key still opens, and asks to be replaced', () => {
  const sealed = vault.seal('wonderland', 'password');
  const next = new Vault([key(2), key(1)]);
  expect(next.open(sealed, 'password')).toBe('wonderland');
  expect(next.isCurrent(sealed)).toBe(false);
  expect(next.isCurrent(next.seal('x', 'password'))).toBe(true);
  expect(() => new Vault([key(2)]).open(sealed, 'password')).toThrow('a key that is not configured');
});

test('nobody can change a seal or use it elsewhere', () => {
  const sealed = vault.seal('wonderland', 'password');
  expect(() => vault.open(sealed, 'pin')).toThrow();
  const middle = sealed.length - 8;
  const other = sealed[middle] === 'A' ? 'B' : 'A';
  expect(() => vault.open(sealed.slice(0, middle) + other + sealed.slice(middle + 1), 'password')).toThrow();
});

test('a fingerprint is the same for the same text, key and purpose only', () => {
  const print = vault.fingerprint('wonderland', 'password');
  expect(print).toMatch(/^[0-9a-f]{8}$/);
  expect(vault.fingerprint('wonderland', 'password')).toBe(print);
  for (const other of [
    vault.fingerprint('wonderlane', 'password'),
    vault.fingerprint('wonderland', 'pin'),
    new Vault([key(2), key(1)]).fingerprint('wonderland', 'password'),
  ])
    expect(other).not.toBe(print);
});

test('secrets are compared whole', () => {
  expect(sameSecret('one secret', 'one secret')).toBe(true);
  expect(sameSecret('one secret', 'one secre')).toBe(false);
  expect(sameSecret('', 'one secret')).toBe(false);
});
