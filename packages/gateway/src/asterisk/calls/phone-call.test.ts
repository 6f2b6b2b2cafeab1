import {expect, test} from 'vitest';
import {begin} from '../../ivr/beginning.js';
import {rules} from '../../testing/ivr-rules.js';
import type {CallContext} from './context.js';
import {AriError} from '../ari/errors.js';
import {PhoneCall} from './phone-call.js';
import type {StoredCall} from './stored-call.js';

/** Asterisk's time of a digit at so many ms past the minute. */
const at = (ms: number) => new Date(Date.UTC(2026, 0, 1) + ms).toISOString().replace('Z', '+0000');

interface Before {
  digits?: string;
  heardUntil?: string;
  playing?: number;
}

/**
 * A call that waits for a PIN of four digits. `typed`: what was kept of it, as often as it was; `asked`: PINs that were asked about. `before`:
 * what a predecessor has kept. `ari`: what Asterisk does.
 */
function callAtThePin(before: Before = {}, ari: object = {}) {
  const typed: string[] = [];
  const asked: string[] = [];
  const over: string[] = [];
  const now = Date.now();
  const context: Partial<CallContext> = {
    moment: () => ({now, rules}),
    store: {
      save: async (call: StoredCall) => {
        typed.push(call.state.digits);
        return call.revision + 1;
      },
    } as unknown as CallContext['store'],
    ari: {
      playback: async () => undefined,
      stopPlayback: async () => undefined,
      ...ari,
    } as unknown as CallContext['ari'],
    pins: {resolve: (pin) => new Promise(() => asked.push(pin))},
    log: {error: () => undefined, warn: () => undefined} as unknown as CallContext['log'],
  };
  const stored: StoredCall = {
    id: 'e1094274-f3dc-4511-81d0-b191440e717d',
    asteriskId: 'one',
    channelId: '1795780956.10',
    trunk: 'trunk',
    caller: '+41790000001',
    called: '+41446681800',
    name: 'Anna',
    state: {
      ...begin(['en'], {now, rules}).state,
      playing: before.playing ?? 0,
      digits: before.digits ?? '',
    },
    heardUntil: before.heardUntil ?? '',
    revision: 0,
  };
  const owner = {
    lease: {asteriskId: 'one', holder: 'me', epoch: 1},
    signal: new AbortController().signal,
    onOver: ({id}: PhoneCall) => over.push(id),
    onMoved: () => undefined,
    onFenced: () => undefined,
  };
  const call = PhoneCall.adopt(stored, context as CallContext, owner);
  return {
    call,
    typed,
    asked,
    over,
    /** A digit at so many ms past the minute, as Asterisk tells of it. */
    hears: async (digit: string, ms: number) => {
      call.handle({type: 'digit', digit}, at(ms));
      await call.settled();
    },
  };
}

test('a digit that both connections to Asterisk tell of counts once', async () => {
  const {hears, typed} = callAtThePin();
  await hears('2', 110);
  await hears('2', 110);
  await hears('2', 271);
  expect(typed).toEqual(['2', '22']);
});

test('a digit that a busy Asterisk reports twice counts once', async () => {
  const {hears, typed} = callAtThePin();
  await hears('4', 433);
  await hears('2', 594);
  await hears('2', 618);
  await hears('6', 768);
  expect(typed).toEqual(['4', '42', '426']);
});

test('digits that a starved Asterisk reads in the same ms all count, though two connections tell of them', async () => {
  const {hears, typed} = callAtThePin();
  await hears('4', 0);
  for (const digit of ['2', '6', '2', '6']) await hears(digit, 433);
  expect(typed).toEqual(['4', '42', '426']);
});

test('what one connection tells late was heard before, and does not hide an echo', async () => {
  const {hears, typed} = callAtThePin();
  await hears('4', 0);
  await hears('2', 161);
  await hears('4', 0);
  await hears('2', 161);
  await hears('2', 191);
  await hears('2', 322);
  expect(typed).toEqual(['4', '42', '422']);
});

test('after a take-over the echo of a digit that was kept is known by the digit, which is told again', async () => {
  const {hears, typed} = callAtThePin({digits: '42', heardUntil: at(161)});
  await hears('4', 0);
  await hears('2', 161);
  await hears('2', 191);
  await hears('2', 322);
  expect(typed).toEqual(['422']);
});

test('what Asterisk fails to do keeps nothing else from being done: the PIN is asked about, though its prompt plays on', async () => {
  const stopPlayback = () => Promise.reject(new AriError(0, 'no answer'));
  const {hears, asked} = callAtThePin(
    {digits: '426', playing: 1},
    {stopPlayback, playback: async () => ({})},
  );
  await hears('2', 100);
  expect(asked).toEqual(['4262']);
});

test('a call is hung up also when Asterisk could not at first, and is over then', async () => {
  const answers = [new AriError(0, 'no answer'), new AriError(503, 'busy')];
  const hungUp: string[] = [];
  const hangup = async (id: string) => {
    const failure = answers.shift();
    if (failure) throw failure;
    hungUp.push(id);
  };
  const {call, over} = callAtThePin({}, {hangup, play: async () => undefined});
  call.handle({type: 'end'});
  call.handle({type: 'hung-up', code: 16});
  await call.settled();
  expect(hungUp).toEqual(['1795780956.10']);
  expect(over).toEqual([call.id]);
});
