import {expect} from 'vitest';
import {type ContractContext, failureOf, farSide, patience, received, seen, withTimers} from './context.js';

const dtmf = (digit: string) => ['application/dtmf-relay', `Signal=${digit}\r\nDuration=100\r\n`] as const;

export function testInCall({farEnd, phone, connected, testWith}: ContractContext): void {
  const {targets} = farEnd;

  testWith(['echo', 'calls'], 'sends INFO', async () => {
    const {session} = await connected('echo');
    await session.info(...dtmf('5'));
    await session.info(...dtmf('#'));
    const far = await farSide(farEnd);
    await expect.poll(() => far.digits(), {timeout: patience}).toBe('5#');
  });

  testWith(['infoRefuser'], 'tells that INFO was refused, and the call lives', async () => {
    const {session, events} = await connected('infoRefuser');
    expect((await failureOf(session.info(...dtmf('5')))).status).toBe(415);
    await session.renegotiate('sendrecv');
    expect(events.of('ended')).toEqual([]);
  });

  testWith(['forgetter'], 'is over when the far side does not know the call any more', async () => {
    for (const ask of ['info', 'refer'] as const) {
      const {session, events} = await connected('forgetter');
      const asked = ask === 'info' ? session.info(...dtmf('5')) : session.refer(targets.forgetter!);
      expect((await failureOf(asked)).status).toBe(481);
      expect((await events.until('ended')).end).toMatchObject({by: 'remote', code: 481});
    }
  });

  testWith(['echo', 'requests', 'timers'], 'refreshes the call, so that it does not expire', async () => {
    await withTimers(async (skip) => {
      const {session, events} = await connected('echo');
      await skip(899_000);
      await received(farEnd, 'UPDATE', session.id);
      await session.renegotiate('sendonly');
      expect((await received(farEnd, 'INVITE', session.id)).header('session-expires')).toBe(
        '1800;refresher=uac',
      );
      expect(events.of('ended')).toEqual([]);
    });
  });

  testWith(['informer', 'calls'], 'tells digits that come by INFO', async () => {
    const {events} = await connected('informer');
    const far = await farSide(farEnd);
    await far.established;
    expect(await far.info('7')).toBe(200);
    expect(await far.info('*')).toBe(200);
    expect(events.of('digit').map(({digit}) => digit)).toEqual(['7', '*']);
  });

  testWith(['echo', 'transferOk', 'requests'], 'transfers blindly and tells how it goes', async () => {
    const {session, events} = await connected('echo');
    const progress: number[] = [];
    await session.refer(targets.transferOk!, {onProgress: (code) => progress.push(code)});
    const refer = (await seen(farEnd, 'REFER')).at(-1)!;
    expect(refer.header('call-id')).toBe(session.id);
    expect(refer.header('refer-to')).toContain(targets.transferOk);
    expect(progress.some((code) => code < 200)).toBe(true);
    session.hangup();
    await events.until('ended');
  });

  testWith(['referRefuser', 'transferOk'], 'tells that the far side refused to be transferred', async () => {
    const {session, events} = await connected('referRefuser');
    expect((await failureOf(session.refer(targets.transferOk!))).status).toBe(603);
    await session.renegotiate('sendrecv');
    expect(events.of('ended')).toEqual([]);
  });

  testWith(['echo', 'transferBusy'], 'tells that the transfer failed', async () => {
    const {session} = await connected('echo');
    expect((await failureOf(session.refer(targets.transferBusy!))).status).toBe(486);
  });

  testWith(['echo', 'transferBusy', 'keeps'], 'goes on with a call whose transfer failed', async () => {
    const {session, events} = await connected('echo');
    await failureOf(session.refer(targets.transferBusy!));
    await session.renegotiate('sendrecv');
    expect(events.of('ended')).toEqual([]);
  });

  testWith(
    ['referForgetter', 'transferOk', 'requests'],
    'gives up when nothing is told of a transfer for a minute, and the call lives',
    async () => {
      const {session, events} = await connected('referForgetter');
      await withTimers(async (skip) => {
        const failure = failureOf(session.refer(targets.transferOk!));
        await received(farEnd, 'REFER', session.id);
        await skip(61_000);
        expect((await failure).status).toBe(0);
      });
      await session.renegotiate('sendrecv');
      expect(events.of('ended')).toEqual([]);
    },
  );

  testWith(['echo', 'requests'], 'transfers to the far side of another call', async () => {
    const caller = await phone();
    const first = await connected('echo', caller);
    const second = await connected('echo', caller);
    await first.session.refer(second.session);
    const refer = (await seen(farEnd, 'REFER')).at(-1)!;
    expect(refer.header('call-id')).toBe(first.session.id);
    const replaces = /[?&]Replaces=([^>&]+)/i.exec(refer.header('refer-to') ?? '')?.[1] ?? '';
    const [callId, ...tags] = decodeURIComponent(replaces).split(';');
    expect(callId).toBe(second.session.id);
    expect(tags.join(';')).toMatch(/to-tag=.+/);
    expect(tags.join(';')).toMatch(/from-tag=.+/);
    expect((await second.events.until('ended')).end.by).toBe('remote');
  });
}
