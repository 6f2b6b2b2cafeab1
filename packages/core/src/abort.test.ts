import {describe, expect, it, vi} from 'vitest';
import type {Call} from './call.js';
import type {OperationOptions} from './abort.js';
import {setup, talking} from './testing/phone-setup.js';

const aborted = {code: 'aborted'};

/** A phone that somebody calls. */
async function ringing({manual = false} = {}) {
  const setting = setup();
  await setting.phone.register();
  const session = setting.engine.lastAgent.call('sip:bob@example.org', {manual});
  return {setting, session, call: setting.phone.calls[0]!};
}

/** Two calls, of which the first is held. */
async function two() {
  const setting = setup();
  const first = await talking(setting, 'bob');
  const second = await talking(setting, 'carol');
  return {setting, first, second};
}

describe('a signal that has aborted already', () => {
  const operations: Record<string, (call: Call, other: Call, options: OperationOptions) => Promise<unknown>> =
    {
      hold: (_held, call, options) => call.hold(options),
      resume: (call, _other, options) => call.resume(options),
      transfer: (call, _other, options) => call.transfer('dave', options),
      transferTo: (call, other, options) => call.transferTo(other, options),
      record: (call, _other, options) => call.record(options),
    };
  for (const [name, operate] of Object.entries(operations)) {
    it(`asks nothing: ${name}`, async () => {
      const {setting, first, second} = await two();
      const asked = () => [...first.session.requests, ...second.session.requests];
      const before = asked();
      const record = vi.spyOn(setting.audio.lines[0]!, 'record');
      await expect(operate(first.call, second.call, {signal: AbortSignal.abort()})).rejects.toMatchObject(
        aborted,
      );
      expect(asked()).toEqual(before);
      expect(record).not.toHaveBeenCalled();
      expect([first.call.status, second.call.status]).toEqual(['held', 'connected']);
      expect([first.call.pending, second.call.pending]).toEqual([undefined, undefined]);
    });
  }

  it('asks nothing: answer', async () => {
    const {call, session, setting} = await ringing();
    await expect(call.answer({signal: AbortSignal.abort()})).rejects.toMatchObject(aborted);
    expect(session.requests).toEqual([]);
    expect(setting.audio.lines).toEqual([]);
    expect(call).toMatchObject({status: 'ringing', pending: undefined});
  });

  it('asks nothing: merge', async () => {
    const {setting, first, second} = await two();
    const before = first.session.requests.length;
    const options = {signal: AbortSignal.abort()};
    await expect(setting.phone.merge([first.call, second.call], options)).rejects.toMatchObject(aborted);
    expect(first.session.requests).toHaveLength(before);
    expect(setting.phone.mergedCalls).toEqual([]);
  });

  it('asks nothing: register, unregister, close', async () => {
    const {phone, engine} = setup();
    const options = {signal: AbortSignal.abort()};
    await expect(phone.register(options)).rejects.toMatchObject(aborted);
    expect(engine.agents).toEqual([]);
    await phone.register();
    await expect(phone.unregister(options)).rejects.toMatchObject(aborted);
    await expect(phone.close(options)).rejects.toMatchObject(aborted);
    expect(engine.lastAgent.requests.map(({method}) => method)).toEqual(['REGISTER']);
    expect(phone.registration).toBe('registered');
  });
});

describe('given up before it was sent', () => {
  it('a hold that waits for the end of a tone is never asked for', async () => {
    const {call, session} = await talking(setup());
    const digits = call.sendDtmf('1');
    await new Promise<void>((resolve) => call.addEventListener('dtmf', () => resolve(), {once: true}));
    const nobody = new AbortController();
    const holding = call.hold({signal: nobody.signal});
    expect(call.pending).toBe('hold');
    nobody.abort();
    await expect(holding).rejects.toMatchObject(aborted);
    await digits;
    await vi.waitFor(() => expect(call.pending).toBeUndefined(), 10_000);
    expect(session.requests).toEqual([]);
    expect(call.status).toBe('connected');
    await call.hold();
    expect(call.status).toBe('held');
  });

  it('a hold that somebody else waits for too is asked for', async () => {
    const {call, session} = await talking(setup());
    const digits = call.sendDtmf('1');
    await new Promise<void>((resolve) => call.addEventListener('dtmf', () => resolve(), {once: true}));
    const nobody = new AbortController();
    const given = call.hold({signal: nobody.signal});
    const kept = call.hold();
    nobody.abort();
    await expect(given).rejects.toMatchObject(aborted);
    await Promise.all([kept, digits]);
    expect(session.requests.map(({args: [direction]}) => direction)).toEqual(['sendonly']);
    expect(call.status).toBe('held');
  });

  it('a call is not resumed once the other one is held', async () => {
    const {first, second} = await two();
    second.session.manual = true;
    const before = first.session.requests.length;
    const nobody = new AbortController();
    const resuming = first.call.resume({signal: nobody.signal});
    nobody.abort();
    await expect(resuming).rejects.toMatchObject(aborted);
    expect(first.call).toMatchObject({status: 'held', pending: undefined});
    second.session.lastRequest.confirm();
    await vi.waitFor(() => expect(second.call.status).toBe('held'), 10_000);
    expect(first.session.requests).toHaveLength(before);
  });

  it('a call is not answered once there is a microphone: it rings on, and can be answered', async () => {
    const {call, session, setting} = await ringing();
    const {microphone} = setting.audio;
    const open = setting.audio.openLine.bind(setting.audio);
    let allow = () => {};
    const allowed = new Promise<void>((resolve) => (allow = resolve));
    vi.spyOn(setting.audio, 'openLine').mockImplementationOnce(async (options) => {
      await allowed;
      return open(options);
    });
    const nobody = new AbortController();
    const answering = call.answer({signal: nobody.signal});
    nobody.abort();
    await expect(answering).rejects.toMatchObject(aborted);
    allow();
    await vi.waitFor(() => expect(call.pending).toBeUndefined(), 10_000);
    expect(session.requests).toEqual([]);
    expect(microphone.leases).toBe(0);
    expect(call.status).toBe('ringing');
    await call.answer();
    expect(call.status).toBe('connected');
  });

  it('a merge leaves the calls as they were', async () => {
    const {setting, first, second} = await two();
    const third = await talking(setting, 'dave');
    first.session.manual = true;
    const nobody = new AbortController();
    const merging = setting.phone.merge([first.call, second.call, third.call], {signal: nobody.signal});
    await vi.waitFor(() => expect(first.call.pending).toBe('resume'), 10_000);
    nobody.abort();
    await expect(merging).rejects.toMatchObject(aborted);
    first.session.manual = false;
    first.session.lastRequest.confirm();
    const directions = () => first.session.requests.map(({args: [direction]}) => direction);
    await vi.waitFor(() => expect(directions()).toEqual(['sendonly', 'sendrecv', 'sendonly']), 10_000);
    await vi.waitFor(() => expect(first.call.status).toBe('held'), 10_000);
    expect([second.call.status, third.call.status]).toEqual(['held', 'connected']);
    expect(setting.phone.mergedCalls).toEqual([]);
  });
});

describe('given up after it was sent', () => {
  it('a hold is shown when it is confirmed', async () => {
    const {call, session} = await talking(setup());
    session.manual = true;
    const nobody = new AbortController();
    const holding = call.hold({signal: nobody.signal});
    nobody.abort(new Error('the page has better things to do'));
    await expect(holding).rejects.toMatchObject({
      ...aborted,
      cause: {message: 'the page has better things to do'},
    });
    expect(call).toMatchObject({status: 'connected', pending: 'hold'});
    session.lastRequest.confirm();
    await vi.waitFor(() => expect(call).toMatchObject({status: 'held', pending: undefined}), 10_000);
  });

  it('a hold that is refused leaves the call as it was', async () => {
    const {call, session} = await talking(setup());
    session.manual = true;
    const nobody = new AbortController();
    const holding = call.hold({signal: nobody.signal});
    nobody.abort();
    await expect(holding).rejects.toMatchObject(aborted);
    session.lastRequest.refuse(488);
    await vi.waitFor(() => expect(call).toMatchObject({status: 'connected', pending: undefined}), 10_000);
  });

  it('a call is resumed when that is confirmed', async () => {
    const {call, session} = await talking(setup());
    await call.hold();
    session.manual = true;
    const nobody = new AbortController();
    const resuming = call.resume({signal: nobody.signal});
    await vi.waitFor(() => expect(session.lastRequest.args).toEqual(['sendrecv']), 10_000);
    nobody.abort();
    await expect(resuming).rejects.toMatchObject(aborted);
    expect(call).toMatchObject({status: 'held', pending: 'resume'});
    session.lastRequest.confirm();
    await vi.waitFor(() => expect(call.status).toBe('connected'), 10_000);
  });

  it('a call is answered when that is confirmed', async () => {
    const {call, session} = await ringing({manual: true});
    const nobody = new AbortController();
    const answering = call.answer({signal: nobody.signal});
    await vi.waitFor(() => expect(session.requests).toHaveLength(1), 10_000);
    nobody.abort();
    await expect(answering).rejects.toMatchObject(aborted);
    expect(call).toMatchObject({status: 'ringing', pending: 'answer'});
    session.lastRequest.confirm();
    await vi.waitFor(() => expect(call.status).toBe('connected'), 10_000);
  });

  it('a transfer ends both calls when it is confirmed, and neither when it is refused', async () => {
    const {first, second} = await two();
    first.session.manual = true;
    for (const outcome of ['refuse', 'confirm'] as const) {
      const nobody = new AbortController();
      const transferring = first.call.transferTo(second.call, {signal: nobody.signal});
      nobody.abort();
      await expect(transferring).rejects.toMatchObject(aborted);
      expect([first.call.ended, second.call.ended]).toEqual([false, false]);
      if (outcome === 'refuse') first.session.lastRequest.refuse(603);
      else first.session.lastRequest.confirm();
      await vi.waitFor(() => expect(first.call.pending).toBeUndefined(), 10_000);
    }
    await vi.waitFor(() => expect([first.call.ended, second.call.ended]).toEqual([true, true]), 10_000);
    expect(first.call.cause).toBe('transferred');
  });

  it('calls are merged when the last one is resumed', async () => {
    const {setting, first, second} = await two();
    first.session.manual = true;
    const nobody = new AbortController();
    const merging = setting.phone.merge([second.call, first.call], {signal: nobody.signal});
    await vi.waitFor(() => expect(first.session.lastRequest.args).toEqual(['sendrecv']), 10_000);
    nobody.abort();
    await expect(merging).rejects.toMatchObject(aborted);
    expect(setting.phone.mergedCalls).toEqual([]);
    first.session.lastRequest.confirm();
    await vi.waitFor(() => expect(setting.phone.mergedCalls).toHaveLength(2), 10_000);
  });

  it('a recording that begins is stopped', async () => {
    const setting = setup();
    const {call} = await talking(setting);
    const stop = vi.fn(async () => new Blob());
    let begin = () => {};
    vi.spyOn(setting.audio.lines[0]!, 'record').mockReturnValueOnce(
      new Promise((resolve) => (begin = () => resolve({startedAt: 1, stop}))),
    );
    const nobody = new AbortController();
    const recording = call.record({signal: nobody.signal});
    nobody.abort();
    await expect(recording).rejects.toMatchObject(aborted);
    begin();
    await vi.waitFor(() => expect(stop).toHaveBeenCalledOnce(), 10_000);
  });

  for (const leave of ['unregister', 'close'] as const) {
    it(`a phone is out of the server's books all the same: ${leave}`, async () => {
      const {phone, engine} = setup();
      await phone.register();
      const agent = engine.lastAgent;
      agent.manual = true;
      const nobody = new AbortController();
      const left = phone[leave]({signal: nobody.signal});
      await vi.waitFor(() => expect(agent.lastRequest.method).toBe('UNREGISTER'), 10_000);
      nobody.abort();
      await expect(left).rejects.toMatchObject(aborted);
      expect(phone.registration).toBe('registered');
      agent.lastRequest.confirm();
      await vi.waitFor(() => expect(phone.registration).toBe('unregistered'), 10_000);
      await vi.waitFor(() => expect(agent.stopped).toBe(leave === 'close'), 10_000);
    });
  }
});
