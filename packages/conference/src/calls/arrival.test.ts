import {describe, expect, it} from 'vitest';
import {FakeConference, FakeLeg, fakeParticipant} from '@sidetone/core/testing/fakes';
import {arrivalOf} from './arrival.js';

const forever = new AbortController().signal;

describe('the arrival of a phone', () => {
  it('is when its participant is there', async () => {
    const room = new FakeConference();
    const arrival = arrivalOf(room, '7', forever);
    room.addLeg(new FakeLeg('7', {status: 'connected'}));
    room.show(fakeParticipant({id: 'phone-7', kind: 'phone', leg: room.legs[0]}));
    expect((await arrival).id).toBe('phone-7');
  });

  it('is not waited for when its call is over', async () => {
    const room = new FakeConference();
    const arrival = arrivalOf(room, '7', forever);
    room.addLeg(new FakeLeg('7', {status: 'cleared', message: 'The connection was lost.'}));
    await expect(arrival).rejects.toThrow('The connection was lost.');
  });

  it('is not waited for longer than one wants to', async () => {
    await expect(arrivalOf(new FakeConference(), '7', AbortSignal.abort())).rejects.toMatchObject({
      code: 'aborted',
    });
  });
});
