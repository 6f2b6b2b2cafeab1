import {describe, expect, it, vi} from 'vitest';
import type {Call} from './call.js';
import {SidetoneError} from './errors.js';
import type {PhoneSnapshot} from './snapshot.js';
import {until} from './testing/fake-options.js';
import {dialled, setup, talking} from './testing/phone-setup.js';

/** Two calls that are being merged: `session`, of the first, has not confirmed yet that it is resumed. */
async function mergeUnderWay() {
  const setting = setup();
  const {call: first, session} = await talking(setting, 'bob');
  const {call: second} = await talking(setting, 'carol');
  session.manual = true;
  const merging = setting.phone.merge(first, second);
  await vi.waitFor(() => expect(session.lastRequest.args).toEqual(['sendrecv']), 10_000);
  return {setting, first, second, session, merging};
}

describe('Phone: calling', () => {
  it('goes through accepted, ringing, connected, cleared, each only when confirmed', async () => {
    const setting = setup();
    const {call, session} = await dialled(setting, '+41 44 668 18 00');
    expect(session.target).toBe('sip:+41446681800@example.org');
    expect(call.status).toBe('accepted');
    session.progress(180);
    expect(call.status).toBe('ringing');
    expect(setting.audio.tone).toBe('ringback');
    session.accept();
    expect(call).toMatchObject({status: 'connected', pending: undefined});
    expect(session.requests).toEqual([]);
    expect(setting.audio.tone).toBeUndefined();
    session.end();
    expect(call).toMatchObject({status: 'cleared', cause: 'remote-hung-up'});
    expect(setting.phone.calls).toEqual([]);
  });

  it('does not play ringback over early media', async () => {
    const setting = setup();
    const {call, session} = await dialled(setting);
    session.progress(183, {earlyMedia: true});
    expect(call.earlyMedia).toBe(true);
    expect(setting.audio.tone).toBeUndefined();
  });

  it('refuses what cannot be dialled before anything is sent', () => {
    const {phone, engine, audio} = setup();
    expect(() => phone.dial('  ')).toThrow(SidetoneError);
    expect(() => phone.dial('bob\r\nX: y')).toThrow(SidetoneError);
    expect(phone.calls).toEqual([]);
    expect(engine.agents).toEqual([]);
    expect(audio.lines).toEqual([]);
  });

  it('tells busy from declined, with the tone that telephones play', async () => {
    const setting = setup();
    const {call, session} = await dialled(setting);
    session.end({code: 486});
    expect(call).toMatchObject({status: 'rejected', cause: 'busy', code: 486});
    expect(setting.audio.tone).toBe('busy');
  });

  it('cancels before the answer', async () => {
    const setting = setup();
    const {call, session} = await dialled(setting);
    session.progress(180);
    await call.hangup();
    expect(call).toMatchObject({status: 'cleared', cause: 'cancelled'});
  });

  it('gives the microphone back when the call is over, and when it is given up before it began', async () => {
    const setting = setup();
    const {call} = await talking(setting);
    expect(setting.audio.microphone.state).toBe('on');
    await call.hangup();
    expect(setting.audio.microphone.state).toBe('off');
    expect(setting.connections[0]!.closed).toBe(true);

    const hasty = setting.phone.dial('bob');
    await hasty.hangup();
    await new Promise((resolve) => setTimeout(resolve));
    expect(hasty).toMatchObject({status: 'cleared', cause: 'cancelled'});
    expect(setting.audio.microphone.leases).toBe(0);
    expect(setting.engine.lastAgent.sessions).toHaveLength(1);
  });

  it('names a microphone that is blocked, and sends nothing', async () => {
    const setting = setup();
    setting.audio.failure = new SidetoneError('microphone-denied');
    const call = setting.phone.dial('bob');
    await until(call, () => call.ended);
    expect(call).toMatchObject({status: 'rejected', cause: 'microphone'});
    expect(call.error).toMatchObject({code: 'microphone-denied'});
  });
});

describe('Phone: being called', () => {
  it('rings, answers, and shows who calls', async () => {
    const setting = setup();
    await setting.phone.register();
    const incoming = new Promise<Call>((resolve) =>
      setting.phone.addEventListener('incoming', ({call}) => resolve(call), {once: true}),
    );
    const session = setting.engine.lastAgent.call({uri: 'sip:+41446681800@example.org', displayName: ''});
    const call = await incoming;
    expect(call.remote).toMatchObject({displayName: '+41 44 668 18 00', number: '+41446681800'});
    expect(setting.audio.tone).toBe('ringing');
    await call.answer();
    expect(call.status).toBe('connected');
    expect(session.connection).toBe(call.connection);
  });

  it('keeps ringing when the microphone is blocked, and can be answered after', async () => {
    const setting = setup();
    await setting.phone.register();
    setting.engine.lastAgent.call('sip:bob@example.org');
    const call = setting.phone.calls[0]!;
    setting.audio.failure = new SidetoneError('microphone-denied');
    await expect(call.answer()).rejects.toMatchObject({code: 'microphone-denied'});
    expect(call).toMatchObject({status: 'ringing', pending: undefined});
    setting.audio.failure = undefined;
    await call.answer();
    expect(call.status).toBe('connected');
  });

  it('is missed when the caller gives up, and answered elsewhere when the server says so', async () => {
    const setting = setup();
    await setting.phone.register();
    const agent = setting.engine.lastAgent;
    const first = agent.call('sip:bob@example.org');
    const [missed] = setting.phone.calls;
    first.end();
    expect(missed).toMatchObject({status: 'cleared', cause: 'missed'});
    const second = agent.call('sip:bob@example.org');
    const [elsewhere] = setting.phone.calls;
    second.end({reasonHeader: {protocol: 'SIP', cause: 200}});
    expect(elsewhere).toMatchObject({cause: 'answered-elsewhere'});
  });

  it('rings as call waiting during another call, and holds that one before answering', async () => {
    const setting = setup();
    const {call: first, session} = await talking(setting);
    setting.engine.lastAgent.call('sip:carol@example.org');
    expect(setting.audio.tone).toBe('call-waiting');
    const second = setting.phone.calls[1]!;
    session.manual = true;
    const answered = second.answer();
    expect(second.status).toBe('ringing');
    session.lastRequest.confirm();
    await answered;
    expect(first.status).toBe('held');
    expect(second.status).toBe('connected');
    expect(setting.phone.activeCall).toBe(second);
  });

  it('goes on talking when a call that was dialled before is answered meanwhile: that one is held', async () => {
    const setting = setup();
    const {call: dialledFirst, session} = await dialled(setting, 'bob');
    session.progress(180);
    setting.engine.lastAgent.call('sip:carol@example.org');
    const conversation = setting.phone.calls[1]!;
    await conversation.answer();
    expect(dialledFirst.status).toBe('ringing');
    session.manual = true;
    session.accept();
    expect(dialledFirst.pending).toBe('hold');
    expect(setting.phone.activeCall).toBe(conversation);
    session.lastRequest.confirm();
    await until(dialledFirst, () => dialledFirst.pending === undefined);
    expect(dialledFirst.heldBy).toBe('local');
    expect(conversation).toMatchObject({status: 'connected', heldBy: 'none'});

    await conversation.hangup();
    session.manual = false;
    await dialledFirst.resume();
    expect(dialledFirst.status).toBe('connected');
  });

  it('talks to whom it is answering when a call that was dialled before is answered in that moment', async () => {
    const setting = setup();
    const {call: dialledFirst, session} = await dialled(setting, 'bob');
    setting.engine.lastAgent.call('sip:carol@example.org');
    const chosen = setting.phone.calls[1]!;
    const answered = chosen.answer();
    session.accept();
    await answered;
    expect([dialledFirst.heldBy, chosen.heldBy]).toEqual(['local', 'none']);
  });

  it('talks to who answers while the other far side keeps it on hold, and holds that call too', async () => {
    const setting = setup();
    const {call: dialledFirst, session} = await dialled(setting, 'bob');
    const other = setting.engine.lastAgent.call('sip:carol@example.org');
    const held = setting.phone.calls[1]!;
    await held.answer();
    other.remoteDirection('sendonly');
    session.accept();
    await until(held, () => held.heldBy === 'both');
    expect(dialledFirst).toMatchObject({status: 'connected', pending: undefined});
  });

  it('does not ring aloud when the page says so', async () => {
    const setting = setup();
    await setting.phone.register();
    setting.phone.addEventListener('incoming', (event) => event.preventDefault());
    setting.engine.lastAgent.call('sip:bob@example.org');
    expect(setting.phone.calls).toHaveLength(1);
    expect(setting.audio.tone).toBeUndefined();
  });
});

describe('Phone: written down', () => {
  it('is plain JSON without a secret, with the dialog of each answered call', async () => {
    const setting = setup();
    const {call} = await talking(setting, 'bob');
    call.mute(true);
    const {call: second} = await dialled(setting, '+41 44 668 18 00');
    const text = JSON.stringify(setting.phone.snapshot());
    expect(text).not.toContain('secret');
    expect(JSON.parse(text)).toMatchObject({
      at: expect.any(Number),
      calls: [
        {
          id: call.id,
          account: 'sip:alice@example.org',
          direction: 'outgoing',
          status: 'held',
          heldBy: 'local',
          muted: true,
          remote: {uri: 'sip:bob@example.org', displayName: 'bob'},
          startedAt: call.startedAt,
          connectedAt: call.connectedAt,
          dialog: {callId: call.sipCallId},
        },
        {id: second.id, status: 'accepted', remote: {number: '+41446681800'}},
      ],
    });
    expect(second.snapshot()).not.toHaveProperty('dialog');
    expect(second.snapshot()).not.toHaveProperty('connectedAt');
  });

  it('is read back by another phone, whose call takes the place of the one that was', async () => {
    const before = setup();
    await talking(before, 'bob');
    const {calls} = JSON.parse(JSON.stringify(before.phone.snapshot())) as PhoneSnapshot;
    const after = setup();
    const [was] = calls;
    const call = after.phone.dial(was!.remote.uri, {replaces: was!.dialog!});
    await until(call, () => call.sipCallId !== undefined);
    const {target, options} = after.engine.lastSession;
    expect([target, options?.replaces]).toEqual(['sip:bob@example.org', was!.dialog]);
  });
});

describe('Phone: in a call', () => {
  it('is held only once the far side confirmed; then nothing is sent or heard', async () => {
    const setting = setup();
    const {call, session} = await talking(setting);
    session.manual = true;
    const holding = call.hold();
    expect(call).toMatchObject({status: 'connected', pending: 'hold'});
    expect(session.lastRequest.args).toEqual(['sendonly']);
    session.lastRequest.confirm();
    await holding;
    expect(call).toMatchObject({status: 'held', heldBy: 'local', pending: undefined});
    expect(setting.connections[0]!.sent).toBeNull();
    expect(setting.audio.lines[0]!.audible).toBe(false);

    const resuming = call.resume();
    await vi.waitFor(() => expect(session.lastRequest.args).toEqual(['sendrecv']), 10_000);
    expect(call.status).toBe('held');
    session.lastRequest.confirm();
    await resuming;
    expect(call.status).toBe('connected');
    expect(setting.connections[0]!.sent).toBe(setting.audio.lines[0]!.track);
  });

  it('goes on when a hold is refused', async () => {
    const setting = setup();
    const {call, session} = await talking(setting);
    session.manual = true;
    const holding = call.hold();
    session.lastRequest.refuse(488, 'Not Acceptable Here');
    await expect(holding).rejects.toMatchObject({code: 'hold-refused'});
    expect(call).toMatchObject({status: 'connected', pending: undefined});
    expect(setting.connections[0]!.sent).not.toBeNull();
  });

  it('shows a hold by the far side', async () => {
    const {call, session} = await talking(setup());
    session.remoteDirection('sendonly');
    expect(call).toMatchObject({status: 'held', heldBy: 'remote'});
    session.remoteDirection('sendrecv');
    expect(call.status).toBe('connected');
  });

  it('lets one operation finish before the next', async () => {
    const {call, session} = await talking(setup());
    session.manual = true;
    const holding = call.hold();
    await expect(call.transfer('carol')).rejects.toMatchObject({code: 'call-operation-pending'});
    session.lastRequest.confirm();
    await holding;
  });

  it('waits for a hold that is pending already: whom one dials or answers in that moment is reached', async () => {
    const setting = setup();
    const {call, session} = await talking(setting);
    setting.engine.lastAgent.call('sip:carol@example.org');
    const other = setting.phone.calls[1]!;
    session.manual = true;
    const holds = [call.hold(), call.hold()];
    const answered = other.answer();
    const holding = session.requests.length;
    session.lastRequest.confirm();
    await Promise.all([...holds, answered]);
    expect([holding, session.requests.length]).toEqual([1, 1]);
    expect([call.status, other.status]).toEqual(['held', 'connected']);
  });

  it('says to each who asked for it that a hold was refused', async () => {
    const {call, session} = await talking(setup());
    session.manual = true;
    const holds = [call.hold(), call.hold()];
    session.lastRequest.refuse(488, 'Not Acceptable Here');
    for (const hold of holds) await expect(hold).rejects.toMatchObject({code: 'hold-refused'});
    expect(call).toMatchObject({status: 'connected', pending: undefined});
  });

  it('ends with the transfer when that is confirmed, and not when it is refused', async () => {
    const {call, session} = await talking(setup());
    session.manual = true;
    const refused = call.transfer('carol');
    session.lastRequest.refuse(603, 'Decline');
    await expect(refused).rejects.toMatchObject({code: 'transfer-refused'});
    expect(call.status).toBe('connected');

    const transferred = call.transfer('carol');
    expect(session.lastRequest.args[0]).toBe('sip:carol@example.org');
    expect(call.ended).toBe(false);
    session.lastRequest.confirm();
    await transferred;
    expect(call).toMatchObject({status: 'cleared', cause: 'transferred'});
  });

  it('joins the far sides of two calls', async () => {
    const setting = setup();
    const {call: first, session: firstSession} = await talking(setting, 'bob');
    const {call: second, session: secondSession} = await talking(setting, 'carol');
    expect(first.status).toBe('held');
    await first.transferTo(second);
    expect(firstSession.lastRequest.args[0]).toBe(secondSession);
    expect(first.ended && second.ended).toBe(true);
  });

  it('merges two calls until one of them is held', async () => {
    const setting = setup();
    const {call: first} = await talking(setting, 'bob');
    const {call: second} = await talking(setting, 'carol');
    await setting.phone.merge(first, second);
    expect([first.status, second.status]).toEqual(['connected', 'connected']);
    expect(setting.audio.merges.size).toBe(1);
    await first.hold();
    expect(setting.audio.merges.size).toBe(0);
    expect(setting.phone.mergedCalls).toEqual([]);
  });

  it('leaves both calls as they were when one cannot be resumed for a merge', async () => {
    const {setting, first, second, session, merging} = await mergeUnderWay();
    expect(setting.phone.mergedCalls).toEqual([]);
    session.lastRequest.refuse(488);
    await expect(merging).rejects.toMatchObject({code: 'resume-refused'});
    expect([first.status, second.status]).toEqual(['held', 'connected']);
    expect(setting.phone.mergedCalls).toEqual([]);
    expect(setting.audio.merges.size).toBe(0);
  });

  it('shows calls as merged once the last one is resumed, and says so', async () => {
    const {setting, first, second, session, merging} = await mergeUnderWay();
    expect(setting.phone.mergedCalls).toEqual([]);
    let shown: readonly Call[] = [];
    setting.phone.addEventListener('calls', () => (shown = setting.phone.mergedCalls));
    session.lastRequest.confirm();
    await merging;
    expect(shown).toEqual([first, second]);
    expect([first.status, second.status]).toEqual(['connected', 'connected']);
  });

  it('leaves out who hangs up while another call is resumed for a merge; one call alone is not merged', async () => {
    const setting = setup();
    const {call: first, session} = await talking(setting, 'bob');
    const {call: second, session: secondSession} = await talking(setting, 'carol');
    const {call: third, session: thirdSession} = await talking(setting, 'dave');
    session.manual = true;
    const resuming = async () => {
      await vi.waitFor(() => expect(session.lastRequest.args).toEqual(['sendrecv']), 10_000);
      return session.lastRequest;
    };
    const three = setting.phone.merge(first, second, third);
    const request = await resuming();
    secondSession.end();
    request.confirm();
    await three;
    expect(setting.phone.mergedCalls).toEqual([first, third]);

    const holding = first.hold();
    session.lastRequest.confirm();
    await holding;
    const two = setting.phone.merge(third, first);
    const again = await resuming();
    thirdSession.remoteDirection('sendonly');
    thirdSession.end();
    again.confirm();
    await expect(two).rejects.toMatchObject({code: 'merge-unavailable'});
    expect(setting.phone.mergedCalls).toEqual([]);
    expect(setting.audio.merges.size).toBe(0);
    expect(first.status).toBe('connected');
  });

  it('holds again what it resumed for a merge that then fails, and the others of a group that gets smaller', async () => {
    const setting = setup();
    const {call: first} = await talking(setting, 'bob');
    const {call: second, session} = await talking(setting, 'carol');
    const {call: third} = await talking(setting, 'dave');
    session.manual = true;
    const merging = setting.phone.merge(first, second, third);
    await vi.waitFor(() => expect(session.lastRequest.args).toEqual(['sendrecv']), 10_000);
    session.lastRequest.refuse(488);
    await expect(merging).rejects.toMatchObject({code: 'resume-refused'});
    expect([first.status, second.status, third.status]).toEqual(['held', 'held', 'connected']);

    session.manual = false;
    await setting.phone.merge(first, second, third);
    await setting.phone.merge(first, third);
    expect([first.status, second.status, third.status]).toEqual(['connected', 'held', 'connected']);
    expect(setting.phone.mergedCalls).toEqual([first, third]);
    expect(setting.audio.merges.size).toBe(1);
  });

  it('mutes at once and says so from the line itself', async () => {
    const setting = setup();
    const {call} = await talking(setting);
    call.mute(true);
    expect(setting.audio.lines[0]!.muted).toBe(true);
    expect(call.muted).toBe(true);
  });

  it('sends digits in order over RTP', async () => {
    const setting = setup();
    const {call} = await talking(setting);
    const sent: string[] = [];
    call.addEventListener('dtmf', ({digit}) => sent.push(digit));
    await Promise.all([call.sendDtmf('1234567890'), call.sendDtmf('*#ABCD')]);
    expect(setting.connections[0]!.dtmf.played).toBe('1234567890*#ABCD');
    expect(sent.join('')).toBe('1234567890*#ABCD');
    expect(setting.audio.digits).toBe('1234567890*#ABCD');
  });

  it('sends digits by INFO where the far side offers no telephone-event', async () => {
    const setting = setup();
    const {call, session} = await talking(setting);
    setting.connections[0]!.remoteDescription = {type: 'answer', sdp: 'v=0\r\nm=audio 9 RTP/AVP 0\r\n'};
    await call.sendDtmf('5');
    expect(session.lastRequest.method).toBe('INFO');
    expect(session.lastRequest.args[1]).toContain('Signal=5');
  });

  it('sends digits as the call was dialled with: those of a tel: URI, and later ones', async () => {
    const setting = setup();
    const call = setting.phone.dial('tel:+41446681800,1', {dtmf: {method: 'info', duration: 60, gap: 30}});
    await until(call, () => call.sipCallId !== undefined);
    const session = setting.engine.lastSession;
    session.accept();
    await call.sendDtmf('2');
    const bodies = () => session.requests.map(({args: [, body]}) => body);
    expect(bodies()).toEqual(['Signal=1\r\nDuration=60', 'Signal=2\r\nDuration=60']);
    await call.sendDtmf('3', {method: 'rtp'});
    expect([bodies().length, setting.connections[0]!.dtmf.played]).toEqual([2, '3']);
    // The phone's next call has the phone's way again.
    const next = await talking(setting, 'carol');
    await next.call.sendDtmf('4');
    expect(setting.connections[1]!.dtmf.played).toBe('4');
  });

  it('sends digits as the call was answered with', async () => {
    const setting = setup();
    await setting.phone.register();
    const session = setting.engine.lastAgent.call('sip:bob@example.org');
    const call = setting.phone.calls[0]!;
    await call.answer({dtmf: {method: 'info'}});
    await call.sendDtmf('5');
    expect(session.lastRequest).toMatchObject({method: 'INFO'});
    expect(setting.connections[0]!.dtmf.played).toBe('');
  });

  it('sends the digits of a tel: URI once connected', async () => {
    const setting = setup();
    const {call, session} = await dialled(setting, 'tel:+41446681800,,12#');
    session.accept();
    await until(call, () => call.status === 'connected');
    await expect.poll(() => setting.connections[0]!.dtmf.played).toMatch(/12#$/);
  });
});
