import {expect} from 'vitest';
import {audioFlows} from '../audio-flow.js';
import type {MediaDirection} from '../../engine/engine.js';
import {type ContractContext, failureOf, farSide, received, seen, until, withTimers} from './context.js';

export function testRenegotiation({farEnd, connected, testWith}: ContractContext): void {
  const current = (connection: RTCPeerConnection) => connection.getTransceivers()[0]!.currentDirection;

  testWith(['echo', 'calls'], 'holds and resumes, and the far side sees it', async () => {
    const {session, connection} = await connected('echo');
    const far = await farSide(farEnd);
    await session.renegotiate('sendonly');
    expect(await far.direction()).toBe('sendonly');
    expect(current(connection)).toBe('sendonly');
    await session.renegotiate('inactive');
    expect(await far.direction()).toBe('inactive');
    await session.renegotiate('sendrecv');
    expect(await far.direction()).toBe('sendrecv');
    expect(current(connection)).toBe('sendrecv');
  });

  testWith(
    ['holdRefuser'],
    'restores the direction when the far side refuses, and the call lives',
    async () => {
      const {session, events, connection} = await connected('holdRefuser');
      expect((await failureOf(session.renegotiate('sendonly'))).status).toBe(488);
      expect(connection.signalingState).toBe('stable');
      expect(connection.getTransceivers()[0]!.direction).toBe('sendrecv');
      expect(current(connection)).toBe('sendrecv');
      await audioFlows(connection);
      await session.info('application/dtmf-relay', 'Signal=1\r\nDuration=100\r\n');
      expect(events.of('ended')).toEqual([]);
    },
  );

  testWith(['glare', 'calls'], 'tries again when both sides were renegotiating', async () => {
    const {session} = await connected('glare');
    await session.renegotiate('sendonly');
    expect(await (await farSide(farEnd)).direction()).toBe('sendonly');
  });

  testWith(
    ['reinviteStaller', 'requests'],
    'gives up when nothing final comes for 32 s, and the call lives',
    async () => {
      const {session, events, connection} = await connected('reinviteStaller');
      await withTimers(async (skip) => {
        const failure = failureOf(session.renegotiate('sendonly'));
        await until(() => connection.signalingState === 'have-local-offer');
        await skip(33_000);
        expect((await failure).status).toBe(0);
      });
      await received(farEnd, 'CANCEL', session.id);
      expect(connection.getTransceivers()[0]!.direction).toBe('sendrecv');
      await session.renegotiate('inactive');
      expect(current(connection)).toBe('inactive');
      expect(events.of('ended')).toEqual([]);
    },
  );

  testWith(
    ['forgetter', 'requests'],
    'is over when the far side does not know the call any more',
    async () => {
      const {session, events} = await connected('forgetter');
      expect((await failureOf(session.renegotiate('sendonly'))).status).toBe(481);
      expect((await events.until('ended')).end).toMatchObject({by: 'remote', code: 481});
      await received(farEnd, 'BYE', session.id);
    },
  );

  testWith(['echo', 'calls', 'requests'], 'renegotiates one at a time', async () => {
    const {session} = await connected('echo');
    const directions: MediaDirection[] = ['sendonly', 'inactive', 'sendrecv'];
    const done: MediaDirection[] = [];
    await Promise.all(directions.map((each) => session.renegotiate(each).then(() => done.push(each))));
    expect(done).toEqual(directions);
    expect(await (await farSide(farEnd)).direction()).toBe('sendrecv');
    const order = async () =>
      (await farEnd.requests!())
        .filter(
          (request) => request.header('call-id') === session.id && /^(INVITE|ACK)$/.test(request.method),
        )
        .map(({method}) => method);
    // The last ACK may still be on its way.
    await until(async () => (await order()).at(-1) === 'ACK');
    expect((await order()).slice(-6)).toEqual(['INVITE', 'ACK', 'INVITE', 'ACK', 'INVITE', 'ACK']);
    expect(await seen(farEnd, 'BYE')).toEqual([]);
  });

  testWith(['echo', 'calls', 'holds'], 'tells that the far side holds and resumes', async () => {
    const {events, connection} = await connected('echo');
    const far = await farSide(farEnd);
    await far.established;
    expect(await far.renegotiate('sendonly')).toBe(200);
    await events.until('remoteDirection', ({direction}) => direction === 'sendonly');
    expect(current(connection)).toBe('recvonly');
    expect(await far.renegotiate('sendrecv')).toBe(200);
    await events.until('remoteDirection', ({direction}) => direction === 'sendrecv');
    expect(current(connection)).toBe('sendrecv');
    await audioFlows(connection);
  });

  testWith(['echo', 'calls', 'renegotiates'], 'tells that the far side neither sends nor hears', async () => {
    const {events, connection} = await connected('echo');
    const far = await farSide(farEnd);
    await far.established;
    expect(await far.renegotiate('inactive')).toBe(200);
    await events.until('remoteDirection', ({direction}) => direction === 'inactive');
    expect(current(connection)).toBe('inactive');
    expect(await far.renegotiate('sendrecv')).toBe(200);
    await events.until('remoteDirection', ({direction}) => direction === 'sendrecv');
  });

  testWith(['echo', 'calls', 'renegotiates'], 'stays on hold while the far side renegotiates', async () => {
    const {session, connection} = await connected('echo');
    const far = await farSide(farEnd);
    await session.renegotiate('sendonly');
    expect(await far.renegotiate('sendrecv')).toBe(200);
    expect(await far.direction()).toBe('sendonly');
    expect(current(connection)).toBe('sendonly');
  });

  testWith(
    ['echo', 'calls', 'offerless'],
    'makes the offer when the far side renegotiates without',
    async () => {
      const {events, connection} = await connected('echo');
      const far = await farSide(farEnd);
      await far.established;
      expect(await far.renegotiate('sendrecv', {offerless: true})).toBe(200);
      await audioFlows(connection);
      expect(events.of('ended')).toEqual([]);
    },
  );

  testWith(['echo', 'calls', 'asserts'], 'tells that the far side is someone else now', async () => {
    const {events} = await connected('echo');
    const far = await farSide(farEnd);
    await far.established;
    const party = {uri: farEnd.account.aor.replace(/^sip:[^@]+/, 'sip:dora'), displayName: 'Dora'};
    expect(await far.renegotiate('sendrecv', {asserted: party})).toBe(200);
    expect((await events.until('remoteParty', ({party: {uri}}) => uri === party.uri)).party).toEqual(party);
  });

  testWith(['echo', 'calls', 'drop'], 'goes on after the link broke and came back', async () => {
    const {session, events} = await connected('echo');
    const far = await farSide(farEnd);
    await far.established;
    farEnd.drop!();
    await session.renegotiate('sendonly');
    expect(await far.direction()).toBe('sendonly');
    session.hangup();
    await far.ended;
    expect((await events.until('ended')).end).toMatchObject({by: 'local', code: 0});
  });

  testWith(
    ['echo', 'calls', 'drop', 'asserts'],
    'is found again by the far side after the link came back',
    async () => {
      const {session, events} = await connected('echo');
      const far = await farSide(farEnd);
      await far.established;
      farEnd.drop!();
      await session.renegotiate('sendonly');
      const asserted = {uri: farEnd.account.aor.replace(/^sip:[^@]+/, 'sip:dora'), displayName: 'Dora'};
      expect(await far.renegotiate('sendrecv', {asserted})).toBe(200);
      await far.hangup();
      expect((await events.until('ended')).end.by).toBe('remote');
    },
  );
}
