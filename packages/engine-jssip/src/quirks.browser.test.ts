import {SipFailure, type IncomingInvite, type SipSession} from '@sidetone/core';
import {afterEach, describe, expect, it} from 'vitest';
import {RecordingHandler} from '@sidetone/core/testing';
import {jssip} from './index.js';
import {ScriptedServer, type Seen} from './testing/scripted-server.js';

/* What only a far side that says exactly this can show: JsSIP's own ways that the engine makes good. */

const undo: (() => void)[] = [];
afterEach(() => {
  for (const each of undo.splice(0).reverse()) each();
});

function connection(): RTCPeerConnection {
  const made = new RTCPeerConnection();
  made.addTransceiver('audio');
  undo.push(() => made.close());
  return made;
}

function setUp() {
  const server = new ScriptedServer();
  const incoming: {session: SipSession; invite: IncomingInvite; events: RecordingHandler}[] = [];
  const lost: SipFailure[] = [];
  const agent = jssip().createUserAgent({
    aor: 'sip:alice@pbx.example',
    authUser: 'alice',
    password: 'secret',
    registerExpires: 600,
    product: 'test',
    link: server,
    handler: {
      incoming(session, invite) {
        const events = new RecordingHandler();
        incoming.push({session, invite, events});
        return events;
      },
      registrationLost: (failure) => lost.push(failure),
    },
  });
  undo.push(() => agent.stop());
  const dial = (media = connection()) => {
    const events = new RecordingHandler();
    const options = {connection: media, iceGatheringTimeout: 500};
    return {events, media, session: agent.invite('sip:bob@pbx.example', options, events)};
  };
  return {server, agent, incoming, lost, dial};
}

/** The far side's description, answering or offering. */
async function describeFar(far: RTCPeerConnection, offer?: string): Promise<string> {
  if (offer) await far.setRemoteDescription({type: 'offer', sdp: offer});
  await far.setLocalDescription();
  return far.localDescription!.sdp;
}

async function established(answerHeaders: string[] = []) {
  const set = setUp();
  const call = set.dial();
  const far = connection();
  const invite = await set.server.next('INVITE');
  set.server.reply(invite, '200 OK', answerHeaders, await describeFar(far, invite.body));
  await call.events.until('accepted');
  await set.server.next('ACK');
  /** A request of the far side within the call. */
  let cseq = 100;
  const ask = (method: string, headers: string[] = [], body = '', number = ++cseq) =>
    set.server.say(
      `${method} ${/<(.*)>/.exec(invite.header('contact'))![1]} SIP/2.0`,
      [
        `Via: SIP/2.0/WSS far.example;branch=z9hG4bK${method}${number}`,
        'Max-Forwards: 70',
        `From: <sip:bob@pbx.example>;tag=far`,
        `To: ${invite.header('from')}`,
        `Call-ID: ${invite.header('call-id')}`,
        `CSeq: ${number} ${method}`,
        'Contact: <sip:far@pbx.example>',
        ...headers,
      ],
      body,
    );
  return {...set, ...call, far, invite, ask};
}

async function answerAgain(
  server: ScriptedServer,
  far: RTCPeerConnection,
  reinvite: Seen,
  headers: string[] = [],
) {
  server.reply(reinvite, '200 OK', headers, await describeFar(far, reinvite.body));
}

/** An INVITE of the far side; its SDP is the far connection's offer. */
async function ring({server, incoming}: ReturnType<typeof setUp>, id: string, headers: string[] = []) {
  const far = connection();
  const via = (branch: string) => `Via: SIP/2.0/WSS far.example;branch=z9hG4bK${id}${branch}`;
  const dialog = (method: string, to: string) => [
    'Max-Forwards: 70',
    `From: "Carol" <sip:carol@pbx.example>;tag=carol-${id}`,
    `To: ${to}`,
    `Call-ID: ${id}`,
    `CSeq: 1 ${method}`,
    'Contact: <sip:far@pbx.example>',
  ];
  const to = '<sip:alice@pbx.example>';
  const offer = await describeFar(far);
  server.say('INVITE sip:alice@pbx.example SIP/2.0', [via('i'), ...dialog('INVITE', to), ...headers], offer);
  const call = incoming.at(-1)!;
  return {
    ...call,
    async answer() {
      const done = call.session.answer({connection: connection(), iceGatheringTimeout: 500});
      const ok = await server.next('200');
      await far.setRemoteDescription({type: 'answer', sdp: ok.body});
      server.say('ACK sip:alice@pbx.example SIP/2.0', [via('a'), ...dialog('ACK', ok.header('to'))]);
      await done;
      return ok;
    },
  };
}

describe('calls', () => {
  it('ends a call whose answer crosses the CANCEL', async () => {
    const {server, dial} = setUp();
    const {session, events} = dial();
    const invite = await server.next('INVITE');
    server.reply(invite, '180 Ringing');
    session.hangup();
    await server.next('CANCEL');
    server.reply(invite, '200 OK', [], await describeFar(connection(), invite.body));
    await server.next('ACK');
    await server.next('BYE');
    expect(events.of('ended')).toEqual([{type: 'ended', end: {by: 'local', code: 0, reason: ''}}]);
  });

  it('acknowledges an answer before it ends the call', async () => {
    const {server, dial} = setUp();
    const {session, events} = dial();
    const invite = await server.next('INVITE');
    const answer = await describeFar(connection(), invite.body);
    server.reply(invite, '200 OK', [], answer);
    session.hangup();
    await events.until('ended');
    expect(server.seen.slice(-2).map(({what}) => what)).toEqual(['ACK', 'BYE']);
    expect(events.of('accepted')).toEqual([]);
  });

  it('ends a call whose answer is of no use', async () => {
    const {server, dial} = setUp();
    const {events} = dial();
    server.reply(await server.next('INVITE'), '200 OK', [], 'v=0\r\nnonsense\r\n');
    await server.next('BYE');
    expect((await events.until('ended')).end).toMatchObject({by: 'network', code: 488});
  });

  it('takes another answer than the one of the early media', async () => {
    const {server, dial} = setUp();
    const {events, media} = dial();
    const invite = await server.next('INVITE');
    server.reply(invite, '183 Session Progress', [], await describeFar(connection(), invite.body));
    await events.until('progress', ({earlyMedia}) => earlyMedia);
    const final = await describeFar(connection(), invite.body);
    server.reply(invite, '200 OK', [], final);
    await events.until('accepted');
    expect(media.remoteDescription?.sdp).toContain(/a=ice-ufrag:.*/.exec(final)![0]);
  });

  it('hangs up on a second one who answers, and on nobody else', async () => {
    const {server, dial} = setUp();
    const {events} = dial();
    const invite = await server.next('INVITE');
    const answer = await describeFar(connection(), invite.body);
    server.reply(invite, '200 OK', [], answer);
    await events.until('accepted');
    await server.next('ACK');
    server.reply(invite, '200 OK', ['Contact: <sip:other@pbx.example>'], answer, 'other');
    const [ack, bye] = [await server.next('ACK'), await server.next('BYE')];
    expect(ack.header('to')).toContain(';tag=other');
    expect(bye.header('to')).toContain(';tag=other');
    expect(bye.text).toMatch(/^BYE sip:other@pbx\.example /);
    expect(events.of('ended')).toEqual([]);
  });

  it('goes where the answer says, also after another change', async () => {
    const {server, dial} = setUp();
    const {events, session} = dial();
    const far = connection();
    const invite = await server.next('INVITE');
    server.reply(invite, '180 Ringing', ['Contact: <sip:ringing@pbx.example>']);
    await events.until('progress');
    const contact = 'Contact: <sip:answered@pbx.example;alias=192.0.2.9~5060~5>';
    server.reply(invite, '200 OK', [contact], await describeFar(far, invite.body));
    const target = ({text}: Seen) => text.split(' ')[1];
    expect(target(await server.next('ACK'))).toBe('sip:answered@pbx.example;alias=192.0.2.9~5060~5');
    await events.until('accepted');
    const held = session.renegotiate('sendonly');
    await answerAgain(server, far, await server.next('INVITE'), ['Contact: <sip:moved@pbx.example>']);
    await held;
    session.hangup();
    expect(target(await server.next('BYE'))).toBe('sip:moved@pbx.example');
  });

  it('sends the offer that the phone had ready', async () => {
    const {server, dial} = setUp();
    const media = connection();
    await media.setLocalDescription();
    const ready = media.localDescription!.sdp.split('\r\n').filter((line) => !line.startsWith('a=candidate'));
    dial(media);
    const sent = (await server.next('INVITE')).body.split('\r\n');
    expect(sent).toEqual(
      expect.arrayContaining(ready.filter((line) => /^(o=|a=ice|a=fingerprint)/.test(line))),
    );
  });

  it('sends no header that breaks out of its line', async () => {
    const {server, agent} = setUp();
    const events = new RecordingHandler();
    const options = {connection: connection(), iceGatheringTimeout: 0};
    agent.invite('sip:bob@pbx.example', {...options, headers: [['X-A', 'b\r\nX-C: d']]}, events);
    expect((await events.until('ended')).end).toMatchObject({by: 'network', code: 0});
    expect(server.seen).toEqual([]);
  });

  it('ends when ICE has failed, after saying so', async () => {
    const {server, events, media} = await established();
    Object.defineProperty(media, 'iceConnectionState', {value: 'failed'});
    media.dispatchEvent(new Event('iceconnectionstatechange'));
    expect(server.seen.at(-1)).toMatchObject({what: 'BYE'});
    expect(events.of('ended').map(({end}) => end)).toEqual([{by: 'network', code: 0, reason: 'No media'}]);
  });
});

describe('credentials', () => {
  it('answers the challenge of another realm, as who it is by then', async () => {
    const {server, agent, dial} = setUp();
    void agent.register();
    const challenge = (name: string, realm: string) => [
      `${name}: Digest realm="${realm}", nonce="n", qop="auth"`,
    ];
    server.reply(await server.next('REGISTER'), '401 Unauthorized', challenge('WWW-Authenticate', 'one'));
    expect((await server.next('REGISTER')).header('authorization')).toContain('realm="one"');
    dial();
    server.reply(await server.next('INVITE'), '407 Proxy', challenge('Proxy-Authenticate', 'two'));
    expect((await server.next('INVITE')).header('proxy-authorization')).toContain(
      'username="alice", realm="two"',
    );
    agent.setCredentials({authUser: 'alice-2', password: 'fresh'});
    dial();
    server.reply(await server.next('INVITE'), '407 Proxy', challenge('Proxy-Authenticate', 'two'));
    expect((await server.next('INVITE')).header('proxy-authorization')).toContain('username="alice-2"');
  });
});

describe('registration', () => {
  it('takes its own contact among others, and a 200 without any', async () => {
    const {server, agent} = setUp();
    const first = agent.register();
    const register = await server.next('REGISTER');
    const own = /<sip:[^>]*>/.exec(register.header('contact'))![0];
    const reply = (request: Seen, headers: string[]) =>
      server.reply({...request, header: (name) => request.header(name)}, '200 OK', headers);
    reply(register, [`Contact: <sip:other@x>;expires=7, ${own};expires=42`, 'Expires: 9']);
    expect(await first).toEqual({expires: 42});
    const second = agent.register();
    reply(await server.next('REGISTER'), ['Expires: 77']);
    expect(await second).toEqual({expires: 77});
  });

  it('asks for more when the server finds the time too brief', async () => {
    const {server, agent} = setUp();
    const done = agent.register();
    server.reply(await server.next('REGISTER'), '423 Interval Too Brief', ['Min-Expires: 1200']);
    const again = await server.next('REGISTER');
    expect(again.header('expires')).toBe('1200');
    server.reply(again, '200 OK', ['Expires: 1200']);
    expect(await done).toEqual({expires: 1200});
  });

  it('tells a refusal with when to try again, and registers once more when asked twice', async () => {
    const {server, agent} = setUp();
    const first = agent.register();
    const second = agent.register();
    server.reply(await server.next('REGISTER'), '503 Busy', ['Retry-After: 12']);
    await expect(first).rejects.toMatchObject({status: 503, retryAfter: 12});
    server.reply(await server.next('REGISTER'), '200 OK', ['Expires: 60']);
    expect(await second).toEqual({expires: 60});
  });

  it('has nothing to remove when it is not registered', async () => {
    const {server, agent} = setUp();
    await agent.unregister();
    expect(server.seen).toEqual([]);
  });
});

describe('renegotiation', () => {
  it('comes back after a 491 with a new CSeq, as who made the Call-ID', async () => {
    const {server, session, far} = await established();
    const done = session.renegotiate('sendonly');
    const first = await server.next('INVITE');
    server.reply(first, '491 Request Pending');
    const second = await server.next('INVITE');
    expect(parseInt(second.header('cseq'))).toBeGreaterThan(parseInt(first.header('cseq')));
    await answerAgain(server, far, second);
    await done;
    expect((await server.next('ACK')).header('cseq')).toBe(second.header('cseq').replace('INVITE', 'ACK'));
  });

  it('refuses an offer that crosses its own, and goes on with its own', async () => {
    const {server, session, far, media, ask, events} = await established();
    const done = session.renegotiate('sendonly');
    const reinvite = await server.next('INVITE');
    ask('INVITE', [], far.localDescription!.sdp);
    await server.next('491');
    await answerAgain(server, far, reinvite);
    await done;
    expect(media.getTransceivers()[0]!.currentDirection).toBe('sendonly');
    expect(events.of('ended')).toEqual([]);
  });

  it('waits until an offer of the far side is dealt with', async () => {
    const {server, session, far, ask, media} = await established();
    far.getTransceivers()[0]!.direction = 'sendonly';
    ask('INVITE', [], await describeFar(far), 300);
    const done = session.renegotiate('inactive');
    const ok = await server.next('200');
    expect(server.seen.some(({what, header}) => what === 'INVITE' && header('to').includes('tag='))).toBe(
      false,
    );
    await far.setRemoteDescription({type: 'answer', sdp: ok.body});
    ask('ACK', [], '', 300);
    await answerAgain(server, far, await server.next('INVITE'));
    await done;
    expect(media.getTransceivers()[0]!.currentDirection).toBe('inactive');
  });

  it('goes on after an offer of no use', async () => {
    const {server, session, far, ask} = await established();
    ask('INVITE', [], 'v=0\r\nnonsense\r\n');
    await server.next('488');
    const done = session.renegotiate('inactive');
    await answerAgain(server, far, await server.next('INVITE'));
    await done;
  });

  it('keeps the session timer running', async () => {
    const {server, session, far} = await established(['Session-Expires: 90;refresher=uas']);
    const done = session.renegotiate('inactive');
    const reinvite = await server.next('INVITE');
    expect(reinvite.header('session-expires')).toBe('90;refresher=uas');
    await answerAgain(server, far, reinvite, ['Session-Expires: 90;refresher=uac']);
    await done;
    const again = session.renegotiate('sendrecv');
    const next = await server.next('INVITE');
    expect(next.header('session-expires')).toBe('90;refresher=uac');
    await answerAgain(server, far, next);
    await again;
  });

  it('ends with a far side that knows the call no more', async () => {
    const {server, session, events} = await established();
    const done = session.renegotiate('sendonly');
    server.reply(await server.next('INVITE'), '481 Call/Transaction Does Not Exist');
    await expect(done).rejects.toBeInstanceOf(SipFailure);
    expect((await events.until('ended')).end).toMatchObject({by: 'remote', code: 481});
  });
});

describe('transfer', () => {
  it('names the dialog of an incoming call as its caller sees it', async () => {
    const set = await established();
    const other = await ring(set, 'other-call');
    const ok = await other.answer();
    set.session.refer(other.session).catch(() => {});
    const referTo = (await set.server.next('REFER')).header('refer-to');
    const ourTag = /;tag=([^;]+)/.exec(ok.header('to'))![1];
    const replaces = decodeURIComponent(/^<sip:carol@pbx\.example\?Replaces=(.*)>$/.exec(referTo)![1]!);
    expect(replaces).toBe(`other-call;to-tag=carol-other-call;from-tag=${ourTag}`);
  });

  it('fails when the far side stops telling', async () => {
    const {server, session, ask, events} = await established();
    const heard: number[] = [];
    const done = session.refer('sip:carol@pbx.example', {onProgress: (code) => heard.push(code)});
    const rejected = expect(done).rejects.toBeInstanceOf(SipFailure);
    server.reply(await server.next('REFER'), '202 Accepted');
    const notify = (state: string, line: string) =>
      ask('NOTIFY', ['Event: refer', `Subscription-State: ${state}`, 'Content-Type: message/sipfrag'], line);
    notify('active;expires=60', 'SIP/2.0 180 Ringing\r\n');
    notify('terminated;reason=timeout', 'SIP/2.0 180 Ringing\r\n');
    await rejected;
    expect(heard).toEqual([180]);
    expect(events.of('ended')).toEqual([]);
  });

  it('does not let itself be transferred, and talks on', async () => {
    const {server, ask, events} = await established();
    ask('REFER', ['Refer-To: <sip:carol@pbx.example>']);
    await server.next('202');
    await server.next('NOTIFY');
    const outcome = await server.next('NOTIFY');
    expect(outcome.body).toContain('SIP/2.0 603');
    expect(outcome.header('subscription-state')).toContain('terminated');
    expect(events.of('ended')).toEqual([]);
  });

  it('rings for a call that replaces another one, which ends when it is answered', async () => {
    const set = await established();
    const local = /;tag=([^;]+)/.exec(set.invite.header('from'))![1];
    const replaces = `Replaces: ${set.invite.header('call-id')};to-tag=${local};from-tag=far`;
    const other = await ring(set, 'replacing', [replaces]);
    expect(other.invite.from).toEqual({uri: 'sip:carol@pbx.example', displayName: 'Carol'});
    expect(set.events.of('ended')).toEqual([]);
    await other.answer();
    expect((await set.events.until('ended')).end.by).toBe('remote');
    await set.server.next('BYE');
    expect(other.events.of('accepted')).toHaveLength(1);
  });
});
