import {unlessAborted, type Call, type Phone} from '@sidetone/core';
import {describe, expect, it, vi} from 'vitest';
import type {Stay} from '../stay/stay.js';
import {Attendance} from './attendance.js';

const aborted = {code: 'aborted'};

/** Somebody in a room whose microphone the browser still asks about, and a call that talks. */
function setUp() {
  let allow = () => {};
  const opening = new Promise<void>((resolve) => (allow = resolve));
  const voice = {on: false, open: () => opening, setSilent: vi.fn(async () => {})};
  void opening.then(() => (voice.on = true));
  const stay = {voice, sound: {setLoudness: () => {}}, setAttributes: vi.fn(async () => {})};
  const call = {
    connectedAt: 1,
    ended: false,
    heldBy: 'none',
    hold: vi.fn(async (_options?: {signal?: AbortSignal}) => {}),
  };
  const phone = Object.assign(new EventTarget(), {calls: [call as unknown as Call]});
  const attendance = new Attendance({
    phone: phone as unknown as Phone,
    whileAway: 'silent',
    stay: () => stay as unknown as Stay,
    twice: () => false,
    includes: () => false,
    callersReturn: () => {},
    callersHear: () => {},
    changed: () => {},
  });
  return {attendance, stay, voice, call, phone, allow};
}

describe('what is given up', () => {
  it('a microphone that comes after that is not heard', async () => {
    const {attendance, voice, allow} = setUp();
    const nobody = new AbortController();
    const unmuting = attendance.mute(false, {signal: nobody.signal});
    nobody.abort();
    await expect(unmuting).rejects.toMatchObject(aborted);
    allow();
    await vi.waitFor(() => expect(voice.on).toBe(true), 10_000);
    expect(attendance.muted).toBe(true);
    expect(voice.setSilent).toHaveBeenLastCalledWith(true);
    await attendance.mute(false, {});
    expect(attendance.muted).toBe(false);
    expect(voice.setSilent).toHaveBeenLastCalledWith(false);
  });

  it('before it began changes nothing', async () => {
    const {attendance, stay, call} = setUp();
    attendance.begin();
    const before = stay.setAttributes.mock.calls.length;
    const options = {signal: AbortSignal.abort()};
    await expect(attendance.mute(true, options)).rejects.toMatchObject(aborted);
    await expect(attendance.hold('silent', options)).rejects.toMatchObject(aborted);
    await expect(attendance.resume(options)).rejects.toMatchObject(aborted);
    expect(attendance.steppedOut).toBe(false);
    expect(stay.setAttributes).toHaveBeenCalledTimes(before);
    expect(call.hold).not.toHaveBeenCalled();
  });

  it('while a call is being held: this person stays out of the room', async () => {
    const {attendance, call} = setUp();
    attendance.begin();
    await attendance.hold('silent', {});
    const nobody = new AbortController();
    call.hold.mockImplementationOnce((options) =>
      unlessAborted(new Promise<void>(() => {}), options?.signal),
    );
    const resuming = attendance.resume({signal: nobody.signal});
    expect(call.hold).toHaveBeenCalledOnce();
    nobody.abort();
    await expect(resuming).rejects.toMatchObject(aborted);
    expect(attendance.steppedOut).toBe(true);
  });

  it('while the room is being told: it is so, and shown', async () => {
    const {attendance, stay} = setUp();
    let told = () => {};
    stay.setAttributes.mockReturnValueOnce(new Promise((resolve) => (told = resolve)));
    const nobody = new AbortController();
    const holding = attendance.hold('silent', {signal: nobody.signal});
    nobody.abort();
    await expect(holding).rejects.toMatchObject(aborted);
    told();
    expect(attendance.held).toBe(true);
  });
});
