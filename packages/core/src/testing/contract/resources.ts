import {expect} from 'vitest';
import {type ContractContext, farSide} from './context.js';

/** What belongs to the phone stays the phone's; what is over is over. */
export function testResources({farEnd, phone, connected, testWith}: ContractContext): void {
  testWith(['echo'], 'leaves the tracks and the connection alone', async () => {
    const {session, events, connection} = await connected('echo');
    const track = connection.getSenders()[0]!.track!;
    await session.renegotiate('inactive');
    expect(track.enabled).toBe(true);
    expect(connection.getSenders()[0]!.track).toBe(track);
    await session.renegotiate('sendrecv');
    session.hangup();
    await events.until('ended');
    expect(track).toMatchObject({enabled: true, readyState: 'live'});
    expect(connection.signalingState).not.toBe('closed');
  });

  testWith(['busy'], 'leaves them alone when the call was refused, too', async () => {
    const {events, connection} = (await phone()).dial(farEnd.targets.busy!);
    await events.until('ended');
    expect(connection.getSenders()[0]!.track).toMatchObject({enabled: true, readyState: 'live'});
    expect(connection.signalingState).not.toBe('closed');
  });

  testWith(['echo'], 'sends its offer while ICE still gathers', async () => {
    // Nothing answers there, so the gathering goes on for seconds after the last usable candidate.
    const connection = new RTCPeerConnection({iceServers: [{urls: 'stun:127.0.0.1:9'}]});
    const caller = await phone();
    const [track] = caller
      .media()
      .connection.getSenders()
      .map((sender) => sender.track!);
    connection.addTrack(track!);
    const {events} = caller.dial(farEnd.targets.echo!, {connection, iceGatheringTimeout: 50});
    await events.until('accepted');
    expect(connection.iceGatheringState).toBe('gathering');
    connection.close();
  });

  testWith(['echo'], 'refuses every request once the call is over', async () => {
    const {session, events} = await connected('echo');
    session.hangup();
    await events.until('ended');
    await expect(session.renegotiate('sendonly')).rejects.toThrow();
    await expect(session.info('application/dtmf-relay', 'Signal=1')).rejects.toThrow();
    await expect(session.refer(farEnd.targets.echo!)).rejects.toThrow();
    session.hangup();
    session.reject(486);
    expect(events.of('ended')).toHaveLength(1);
  });

  testWith(['echo', 'calls'], 'stops without a word', async () => {
    const caller = await phone();
    const {events} = await connected('echo', caller);
    const before = [...events.events];
    caller.agent.stop();
    expect(caller.link.receive).toBeUndefined();
    await (await farSide(farEnd)).hangup();
    await (await phone()).agent.register();
    expect(events.events).toEqual(before);
  });
}
