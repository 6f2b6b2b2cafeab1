import {expect, it, vi} from 'vitest';
import {Leg} from './leg.js';

it('sends digits one request after the other, and goes on after one that is refused', async () => {
  const answers: {resolve: () => void; reject: (error: Error) => void}[] = [];
  const control = vi.fn(
    (_leg: Leg, _what: string, _body?: object) =>
      new Promise<void>((resolve, reject) => void answers.push({resolve, reject})),
  );
  const leg = new Leg({callid: '7', status: 'connected', name: 'Carol'}, {control, mayControl: () => true});
  const sent = ['1', '2', '3'].map((digit) => leg.sendDtmf(digit));
  const asked = () => control.mock.calls.map(([, , body]) => body);
  await vi.waitFor(() => expect(asked()).toEqual([{digits: '1'}]));
  answers[0]!.resolve();
  await vi.waitFor(() => expect(asked()).toEqual([{digits: '1'}, {digits: '2'}]));
  answers[1]!.reject(new Error('refused'));
  await expect(sent[1]).rejects.toThrow('refused');
  await vi.waitFor(() => expect(asked()).toHaveLength(3));
  answers[2]!.resolve();
  await Promise.all([sent[0], sent[2]]);
});
