import {afterEach, expect, it} from 'vitest';
import type {RTCSession} from 'jssip/lib/RTCSession.js';
import {demoPin} from './directory.js';
import {ladder} from './log.js';
import {hears, JssipPhone, until} from './testing/phone.js';
import {VirtualPbx} from './virtual-pbx.js';

interface Emitter {
  on(event: string, act: (value: unknown) => void): void;
}

const pbx = new VirtualPbx({users: {alice: 'a-secret', bob: 'b-secret', carol: 'c-secret'}});
const open: JssipPhone[] = [];

async function phone(user: string, frequency?: number): Promise<JssipPhone> {
  const made = new JssipPhone(pbx, user, `${user[0]}-secret`, frequency);
  open.push(made);
  return made.register();
}

/** Two users in a call with each other. */
async function talking(
  alice: JssipPhone,
  bob: JssipPhone,
): Promise<{caller: RTCSession; called: RTCSession}> {
  const arrives = bob.nextCall();
  const caller = alice.call('sip:bob@pbx.example');
  const connected = until(caller, 'confirmed');
  const called = await arrives;
  bob.answer(called);
  await connected;
  return {caller, called};
}

afterEach(async () => {
  for (const leg of pbx.legs) leg.end();
  await Promise.all(open.splice(0).map((each) => each.close()));
  pbx.drop();
});

it('plays what it hears at 600 and 1 kHz at 601', async () => {
  const alice = await phone('alice', 700);
  const echo = alice.call('sip:600@pbx.example');
  await until(echo, 'confirmed');
  await hears(echo, 700);
  const tone = alice.call('sip:tone@pbx.example');
  await until(tone, 'confirmed');
  await hears(tone, 1000);
});

it('puts users through to each other', async () => {
  const [alice, bob] = [await phone('alice', 500), await phone('bob', 1500)];
  const arrives = bob.nextCall();
  const caller = alice.call('sip:bob@pbx.example');
  const [rings, connected] = [until(caller, 'progress'), until(caller, 'confirmed')];
  const called = await arrives;
  expect(called.remote_identity.uri.user).toBe('alice');
  await rings;
  bob.answer(called);
  await connected;
  await Promise.all([hears(caller, 1500), hears(called, 500)]);
  const over = until(called, 'ended');
  caller.terminate();
  await over;
});

it('tells a caller how the called user refused', async () => {
  const [alice, bob] = [await phone('alice'), await phone('bob')];
  const arrives = bob.nextCall();
  const caller = alice.call('sip:bob@pbx.example');
  const failed = until(caller, 'failed');
  (await arrives).terminate({status_code: 486});
  expect((await failed).message.status_code).toBe(486);
});

it('stops ringing a user when the caller gives up', async () => {
  const [alice, bob] = [await phone('alice'), await phone('bob')];
  const arrives = bob.nextCall();
  const caller = alice.call('sip:bob@pbx.example');
  const called = await arrives;
  const failed = until(called, 'failed');
  caller.terminate();
  expect((await failed).originator).toBe('remote');
});

it('has nobody to put through to: 480 for a user who is away, 404 for nobody', async () => {
  const alice = await phone('alice');
  for (const [user, status] of [
    ['carol', 480],
    ['nobody', 404],
  ] as const) {
    expect((await until(alice.call(`sip:${user}@pbx.example`), 'failed')).message.status_code).toBe(status);
  }
});

it('passes digits by INFO from one user to the other', async () => {
  const {caller, called} = await talking(await phone('alice'), await phone('bob'));
  const digit = new Promise((resolve) =>
    called.on('newDTMF', ({dtmf}: {dtmf: {tone: string}}) => resolve(dtmf.tone)),
  );
  caller.sendDTMF('8');
  expect(await digit).toBe('8');
});

it('transfers a user blindly to another', async () => {
  const [alice, bob, carol] = [await phone('alice'), await phone('bob', 1500), await phone('carol', 800)];
  const {caller, called} = await talking(alice, bob);
  const arrives = carol.nextCall();
  const accepted = new Promise((resolve) =>
    caller.refer('sip:carol@pbx.example', {eventHandlers: {accepted: resolve}}),
  );
  const transferred = await arrives;
  expect(transferred.remote_identity.uri.user).toBe('bob');
  carol.answer(transferred);
  await accepted;
  caller.terminate();
  await Promise.all([hears(called, 800), hears(transferred, 1500)]);
});

it('joins the two far sides of an attended transfer', async () => {
  const [alice, bob, carol] = [await phone('alice'), await phone('bob', 1500), await phone('carol', 800)];
  const first = await talking(alice, bob);
  const arrives = carol.nextCall();
  const consultation = alice.call('sip:carol@pbx.example');
  const connected = until(consultation, 'confirmed');
  const asked = await arrives;
  carol.answer(asked);
  await connected;
  const replaced = until(consultation, 'ended');
  first.caller.refer('sip:carol@pbx.example', {replaces: consultation});
  await replaced;
  first.caller.terminate();
  await Promise.all([hears(first.called, 800), hears(asked, 1500)]);
});

for (const transport of ['RTP', 'INFO']) {
  it(`asks for a PIN, by tones, three times, and takes it by ${transport}`, async () => {
    const alice = await phone('alice');
    const session = alice.call(`sip:${transport === 'RTP' ? 'pin' : 'pin-info'}@pbx.example`);
    await until(session, 'confirmed');
    expect(/telephone-event/.test(session.connection.remoteDescription!.sdp)).toBe(transport === 'RTP');
    const enter = transport === 'RTP' ? enterByRtp : enterByInfo;
    await hears(session, 440);
    await enter(session, '1#');
    await hears(session, 220);
    await enter(session, `${demoPin}#`);
    await hears(session, 1000);
    const over = until(session, 'ended');
    await enter(session, '1#');
    // The far side may hang up before the last tone is over.
    void enter(session, '2#');
    await over;
  });
}

async function enterByInfo(session: RTCSession, digits: string): Promise<void> {
  for (const digit of digits) {
    await new Promise((resolve) => {
      session.on('newInfo', ({info}: {info: object}) => (info as Emitter).on('succeeded', resolve));
      session.sendInfo('application/dtmf-relay', `Signal=${digit}\r\nDuration=100\r\n`);
    });
  }
}

async function enterByRtp(session: RTCSession, digits: string): Promise<void> {
  const sender = session.connection.getSenders()[0]!.dtmf!;
  const sent = new Promise<void>((resolve) => {
    sender.ontonechange = ({tone}) => tone === '' && resolve();
  });
  sender.insertDTMF(digits, 100, 70);
  await sent;
}

it('keeps a log that reads as a ladder', async () => {
  const alice = await phone('alice');
  await until(alice.call('sip:busy@pbx.example'), 'failed');
  const lines = ladder(pbx.log.slice(-8)).split('\n');
  expect(lines.some((line) => /alice .*──▶ pbx {2}\d+ INVITE \+body/.test(line))).toBe(true);
  expect(lines.some((line) => /alice .*◀── pbx {2}\d+ 486 Busy Here \(INVITE\)/.test(line))).toBe(true);
  expect(JSON.stringify(ladder(pbx.log))).not.toContain('a-secret');
});
