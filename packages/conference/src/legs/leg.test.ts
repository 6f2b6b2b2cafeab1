import {expect, it, vi} from 'vitest';
import {Leg, type ControlRequest} from './leg.js';

it('sends digits one request after the other, and goes on after one that is refused', async () => {
  const answers: {resolve: () => void; reject: (error: Error) => void}[] = [];
  const control = vi.fn(
    (_leg: Leg, _what: string, _request: ControlRequest) =>
      new Promise<void>((resolve, reject) => void answers.push({resolve, reject})),
  );
  const leg = new Leg({callid: '7', status: 'connected', name: 'Carol'}, {control, mayControl: () => true});
  const sent = ['1', '2', '3'].map((digit) => leg.sendDtmf(digit));
  const asked = () => control.mock.calls.map(([, , {body}]) => body);
  await vi.waitFor(() => expect(asked()).toEqual([{digits: '1'}]));
  answers[0]!.resolve();
  await vi.waitFor(() => expect(asked()).toEqual([{digits: '1'}, {digits: '2'}]));
  answers[1]!.reject(new Error('refused'));
  await expect(sent[1]).rejects.toThrow('refused');
  await vi.waitFor(() => expect(asked()).toHaveLength(3));
  answers[2]!.resolve();
  await Promise.all([sent[0], sent[2]]);
});

it('does not ask for what was given up before its turn', async () => {
  let answer = () => {};
  const control = vi.fn(
    (_leg: Leg, _what: string, _request: ControlRequest) =>
      new Promise<void>((resolve) => (answer = resolve)),
  );
  const leg = new Leg({callid: '7', status: 'connected', name: 'Carol'}, {control, mayControl: () => true});
  const nobody = new AbortController();
  const first = leg.sendDtmf('1');
  const second = leg.sendDtmf('2', {signal: nobody.signal});
  nobody.abort();
  await expect(second).rejects.toMatchObject({code: 'aborted'});
  answer();
  await first;
  for (const ask of [leg.hold, leg.resume, leg.hangup])
    await expect(ask.call(leg, {signal: nobody.signal})).rejects.toMatchObject({code: 'aborted'});
  await expect(leg.mute('both', {signal: nobody.signal})).rejects.toMatchObject({code: 'aborted'});
  expect(control.mock.calls.map(([, what, {body}]) => [what, body])).toEqual([['dtmf', {digits: '1'}]]);
});

it('hands the signal to the request', async () => {
  const control = vi.fn(async (_leg: Leg, _what: string, _request: ControlRequest) => {});
  const leg = new Leg({callid: '7', status: 'connected', name: 'Carol'}, {control, mayControl: () => true});
  const {signal} = new AbortController();
  await leg.hold({signal});
  expect(control.mock.calls[0]?.[2]).toEqual({body: {held: true}, signal});
});
