import {expect} from 'vitest';
import {audioFlows} from '../audio-flow.js';
import {HoldableLink} from '../holdable-link.js';
import type {SipDialog} from '../../engine/engine.js';
import type {FarEndTarget} from '../far-end.js';
import {type ContractContext, farSide, received, until, withTimers} from './context.js';

const refusals: readonly (readonly [FarEndTarget, number])[] = [
  ['busy', 486],
  ['decline', 603],
  ['unavailable', 480],
  ['notFound', 404],
  ['notAcceptable', 488],
  ['challengeLoop', 407],
];

export function testOutgoing({farEnd, phone, connected, testWith}: ContractContext): void {
  const {targets} = farEnd;

  testWith(['echo'], 'calls, is accepted, and talks both ways over the connection it was given', async () => {
    const {session, events, connection} = await connected('echo');
    expect(events.of('accepted')).toHaveLength(1);
    await audioFlows(connection);
    session.hangup();
    expect((await events.until('ended')).end).toMatchObject({by: 'local', code: 0});
  });

  testWith(['ringing'], 'tells that it rings', async () => {
    const {events} = (await phone()).dial(targets.ringing!);
    expect(await events.until('progress', ({code}) => code === 180)).toMatchObject({
      reason: 'Ringing',
      earlyMedia: false,
    });
  });

  testWith(['requests', 'echo'], 'sends the headers it was given and its names', async () => {
    const caller = await phone();
    const {session, events} = caller.dial(targets.echo!, {headers: [['X-Room', 'standup']]});
    await events.until('accepted');
    const invite = await received(farEnd, 'INVITE', session.id);
    expect(invite.uri).toBe(targets.echo);
    expect(invite.header('x-room')).toBe('standup');
    expect(invite.header('session-expires')).toMatch(/^1800\b/);
    expect(invite.header('user-agent')).toBe('Sidetone contract');
    expect(invite.header('from')).toContain('Test Phone');
    expect(invite.header('from')).toContain(farEnd.account.aor);
  });

  testWith(['requests', 'echo'], 'tells its dialog as plain JSON, as it is now, while it lasts', async () => {
    const {session, events} = (await phone()).dial(targets.echo!);
    expect(session.dialog).toBeUndefined();
    await events.until('accepted');
    const before = session.dialog!;
    await session.renegotiate('sendonly');
    const dialog = session.dialog!;
    const request = await received(farEnd, 'INVITE', session.id);
    expect(JSON.parse(JSON.stringify(dialog))).toEqual(dialog);
    expect(dialog).toMatchObject({callId: session.id, localUri: farEnd.account.aor, remoteUri: targets.echo});
    expect(request.uri).toBe(dialog.remoteTarget);
    expect(request.header('from')).toContain(`;tag=${dialog.localTag}`);
    expect(request.header('to')).toContain(`;tag=${dialog.remoteTag}`);
    expect(parseInt(request.header('cseq')!)).toBe(dialog.localSequence);
    expect(dialog.localSequence).toBe(before.localSequence! + 1);
    session.hangup();
    await events.until('ended');
    expect(session.dialog).toBeUndefined();
  });

  testWith(['requests', 'echo'], 'asks for the place of another call', async () => {
    const first = await connected('echo');
    const {callId, localTag, remoteTag} = first.session.dialog!;
    const {session} = (await phone()).dial(targets.echo!, {replaces: first.session.dialog!});
    const invite = await received(farEnd, 'INVITE', session.id);
    expect(invite.header('replaces')).toBe(`${callId};to-tag=${remoteTag};from-tag=${localTag}`);
    expect(invite.header('require')).toBe('replaces');
  });

  testWith(['echo', 'replaces'], 'takes the place of another call, also from another page', async () => {
    const first = await connected('echo');
    const written = JSON.stringify(first.session.dialog);
    const second = (await phone()).dial(targets.echo!, {replaces: JSON.parse(written) as SipDialog});
    await second.events.until('accepted');
    expect((await first.events.until('ended')).end.by).toBe('remote');
    await audioFlows(second.connection);
  });

  testWith(['earlyMedia'], 'lets early media be heard before the answer', async () => {
    const {events, connection} = (await phone()).dial(targets.earlyMedia!);
    await events.until('progress', ({earlyMedia}) => earlyMedia);
    expect(connection.remoteDescription?.sdp).toContain('m=audio');
    await audioFlows(connection);
    expect(events.of('accepted')).toEqual([]);
  });

  testWith(['earlyMedia', 'calls', 'answers'], 'is accepted after early media', async () => {
    const {events, connection} = (await phone()).dial(targets.earlyMedia!);
    await events.until('progress', ({earlyMedia}) => earlyMedia);
    await (await farSide(farEnd)).answer();
    await events.until('accepted');
    await audioFlows(connection);
  });

  testWith(['echo', 'calls'], 'tells that the far side hung up', async () => {
    const {events} = await connected('echo');
    await (await farSide(farEnd)).hangup();
    expect((await events.until('ended')).end).toMatchObject({by: 'remote', code: 0});
  });

  testWith(['echo', 'calls'], 'hangs up so that the far side notices', async () => {
    const {session} = await connected('echo');
    const far = await farSide(farEnd);
    await far.established;
    session.hangup();
    expect(await far.ended).toEqual({status: 0});
  });

  testWith(['ringing', 'calls', 'requests'], 'cancels while it rings', async () => {
    const {session, events} = (await phone()).dial(targets.ringing!);
    await events.until('progress');
    const far = await farSide(farEnd);
    session.hangup();
    expect((await events.until('ended')).end).toMatchObject({by: 'local', code: 0});
    await far.ended;
    await received(farEnd, 'CANCEL', session.id);
  });

  testWith(['ringing'], 'can be hung up before anything was sent', async () => {
    const {session, events} = (await phone()).dial(targets.ringing!);
    session.hangup();
    expect((await events.until('ended')).end).toMatchObject({by: 'local', code: 0});
  });

  testWith(['silent', 'requests'], 'can be hung up while nobody answers anything', async () => {
    const {session, events} = (await phone()).dial(targets.silent!);
    await received(farEnd, 'INVITE', session.id);
    session.hangup();
    expect((await events.until('ended')).end).toMatchObject({by: 'local', code: 0});
  });

  testWith(['silent', 'requests'], 'gives up when nobody answers anything for 32 s', async () => {
    await withTimers(async (skip) => {
      const {session, events} = (await phone()).dial(targets.silent!);
      await received(farEnd, 'INVITE', session.id);
      await skip(33_000);
      expect((await events.until('ended')).end).toMatchObject({by: 'network', code: 0});
    });
  });

  for (const [target, code] of refusals) {
    testWith([target], `tells the refusal ${code} (${target})`, async () => {
      const {events} = (await phone()).dial(targets[target]!);
      const {end} = await events.until('ended');
      expect(end).toMatchObject({by: 'remote', code});
      expect(end.reason).not.toBe('');
      expect(events.of('accepted')).toEqual([]);
    });
  }

  testWith(['moved'], 'tells where somebody moved', async () => {
    const {events} = (await phone()).dial(targets.moved!);
    const {end} = await events.until('ended');
    expect(end).toMatchObject({by: 'remote', code: 302});
    expect(end.contacts).toEqual([expect.stringMatching(/^sips?:/)]);
  });

  testWith(['overloaded'], 'tells when to try again', async () => {
    const {events} = (await phone()).dial(targets.overloaded!);
    const {end} = await events.until('ended');
    expect(end).toMatchObject({by: 'remote', code: 503});
    expect(end.retryAfter).toBeGreaterThan(0);
  });

  testWith(['echo'], 'fails through its handler when the target is no SIP URI', async () => {
    const {events} = (await phone()).dial('not a uri');
    expect((await events.until('ended')).end.by).not.toBe('remote');
  });

  testWith(['echo', 'requests'], 'waits with the link while it is away', async () => {
    const caller = await phone({wrap: (link) => new HoldableLink(link)});
    const link = caller.link as unknown as HoldableLink;
    link.away();
    const {session, events} = caller.dial(targets.echo!);
    await until(() => link.waiting > 0);
    expect(events.events).toEqual([]);
    link.back();
    await events.until('accepted');
    link.away();
    session.hangup();
    link.back();
    await received(farEnd, 'BYE', session.id);
  });
}
