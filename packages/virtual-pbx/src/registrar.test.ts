import {afterEach, beforeEach, expect, it, vi} from 'vitest';
import {Registrar} from './registrar.js';
import {SipHeaders} from './sip/headers.js';
import type {SipRequest} from './sip/message.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const register = (...headers: [string, string][]): SipRequest => ({
  kind: 'request',
  method: 'REGISTER',
  uri: 'sip:pbx.example',
  headers: new SipHeaders(headers),
  body: '',
});

it('grants what was asked, up to its longest time', () => {
  const registrar = new Registrar(600);
  expect(registrar.register('alice', register(['Contact', '<sip:a@x.invalid>;expires=60']))).toBe(60);
  expect(registrar.register('alice', register(['Contact', '<sip:a@x.invalid>'], ['Expires', '9999']))).toBe(
    600,
  );
});

it('forgets a contact when its time is over', () => {
  const registrar = new Registrar();
  registrar.register('alice', register(['Contact', '<sip:a@x.invalid>;expires=60']));
  vi.advanceTimersByTime(59_000);
  expect(registrar.find('alice')?.contact).toBe('sip:a@x.invalid');
  vi.advanceTimersByTime(2_000);
  expect(registrar.find('alice')).toBeUndefined();
});

it('replaces the former contact', () => {
  const registrar = new Registrar();
  registrar.register('alice', register(['Contact', '<sip:a@x.invalid>']));
  registrar.register('alice', register(['Contact', '<sip:a@y.invalid>']));
  expect(registrar.find('alice')?.contact).toBe('sip:a@y.invalid');
});

it('removes a contact by its own unregister, not by that of a former one', () => {
  const registrar = new Registrar();
  registrar.register('alice', register(['Contact', '<sip:a@y.invalid;transport=ws>']));
  registrar.register('alice', register(['Contact', '<sip:a@x.invalid>;expires=0']));
  expect(registrar.find('alice')).toBeDefined();
  expect(registrar.register('alice', register(['Contact', '<sip:a@y.invalid>'], ['Expires', '0']))).toBe(0);
  expect(registrar.find('alice')).toBeUndefined();
});

it('removes everything by *, and is asked by no contact at all', () => {
  const registrar = new Registrar();
  registrar.register('alice', register(['Contact', '<sip:a@y.invalid>;expires=60']));
  expect(registrar.register('alice', register())).toBe(60);
  registrar.register('alice', register(['Contact', '*'], ['Expires', '0']));
  expect(registrar.find('alice')).toBeUndefined();
});
