import type {
  MediaDirection,
  SessionEnd,
  SessionHandler,
  SipLink,
  SipSession,
  SipUserAgent,
} from '@sidetone/core';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {sipjs} from './index.js';

/** One SIP message, as a test reads it. */
class Message {
  readonly start: string;
  readonly body: string;
  readonly #head: string[];

  constructor(text: string) {
    const [head = '', body = ''] = text.split(/\r\n\r\n(.*)/s);
    [this.start = '', ...this.#head] = head.split('\r\n');
    this.body = body;
  }

  get method(): string {
    return this.start.split(' ')[0]!;
  }
  get status(): number {
    return Number(/^SIP\/2\.0 (\d+)/.exec(this.start)?.[1] ?? 0);
  }
  headers(name: string): string[] {
    const prefix = `${name.toLowerCase()}:`;
    return this.#head
      .filter((line) => line.toLowerCase().startsWith(prefix))
      .map((line) => line.slice(prefix.length).trim());
  }
  header(name: string): string {
    return this.headers(name)[0] ?? '';
  }
  get cseq(): number {
    return parseInt(this.header('CSeq'));
  }
}

/** The far side of a link: sees each message, and says what the test wants said. */
class ScriptedLink implements SipLink {
  readonly url = 'wss://pbx.example/ws';
  receive: ((message: string) => void) | undefined;
  readonly sent: Message[] = [];
  #taken = new Set<Message>();
  #waiting = new Set<() => void>();

  send(text: string): void {
    this.sent.push(new Message(text));
    for (const check of [...this.#waiting]) check();
  }

  /** The oldest message that was not taken yet and passes. */
  take(passes: (message: Message) => boolean): Promise<Message> {
    return new Promise((resolve) => {
      const check = () => {
        const found = this.sent.find((message) => !this.#taken.has(message) && passes(message));
        if (!found) return;
        this.#waiting.delete(check);
        this.#taken.add(found);
        resolve(found);
      };
      this.#waiting.add(check);
      check();
    });
  }
  request(method: string): Promise<Message> {
    return this.take((message) => message.method === method);
  }
  reply(
    request: Message,
    status: number,
    {tag = 'far', contact = '<sip:far@192.0.2.1;transport=ws>', headers = [] as string[], body = ''} = {},
  ): void {
    const to = request.header('To');
    this.say(
      [
        `SIP/2.0 ${status} Reason`,
        `Via: ${request.header('Via')}`,
        `From: ${request.header('From')}`,
        `To: ${/;tag=/.test(to) || status === 100 ? to : `${to};tag=${tag}`}`,
        `Call-ID: ${request.header('Call-ID')}`,
        `CSeq: ${request.header('CSeq')}`,
        ...(contact ? [`Contact: ${contact}`] : []),
        ...headers,
      ],
      body,
    );
  }

  say(lines: string[], body = ''): void {
    const content = body ? ['Content-Type: application/sdp'] : [];
    this.receive?.([...lines, ...content, `Content-Length: ${body.length}`, '', body].join('\r\n'));
  }
}

class Events implements SessionHandler {
  readonly log: string[] = [];
  end: SessionEnd | undefined;
  #waiting: (() => void)[] = [];

  progress = ({code, earlyMedia}: {code: number; earlyMedia: boolean}) =>
    this.#add(`${code}${earlyMedia ? ' early' : ''}`);
  accepted = () => this.#add('accepted');
  remoteDirection = (direction: MediaDirection) => this.#add(direction);
  remoteParty = ({uri, displayName}: {uri: string; displayName: string}) =>
    this.#add(`${displayName} ${uri}`);
  digit = (digit: string) => this.#add(`digit ${digit}`);
  ended = (end: SessionEnd) => {
    this.end = end;
    this.#add('ended');
  };

  async until(entry: string): Promise<void> {
    while (!this.log.includes(entry)) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
  #add(entry: string): void {
    this.log.push(entry);
    for (const go of this.#waiting.splice(0)) go();
  }
}

const password = 'correct-horse';
const connections: RTCPeerConnection[] = [];
let link: ScriptedLink;
let agent: SipUserAgent;
let incoming: {session: SipSession; events: Events}[];

function connection(): RTCPeerConnection {
  const created = new RTCPeerConnection();
  created.addTransceiver('audio');
  connections.push(created);
  return created;
}

/** A far side's answer to `offer`, from a peer connection of its own. */
async function answerTo(offer: string): Promise<string> {
  const far = new RTCPeerConnection();
  connections.push(far);
  await far.setRemoteDescription({type: 'offer', sdp: offer});
  for (const transceiver of far.getTransceivers()) transceiver.direction = 'sendrecv';
  await far.setLocalDescription();
  return far.localDescription!.sdp;
}

/** The session description with its version raised and this direction. */
function changed(sdp: string, direction: MediaDirection): string {
  return sdp
    .replace(
      /^(o=\S+ \S+ )(\d+)/m,
      (_all, start: string, version: string) => `${start}${Number(version) + 1}`,
    )
    .replace(/a=(sendrecv|sendonly|recvonly|inactive)/, `a=${direction}`);
}

function dial() {
  const media = connection();
  const events = new Events();
  const session = agent.invite('sip:far@example.org', {connection: media, iceGatheringTimeout: 100}, events);
  return {session, events, media};
}

async function established(headers: string[] = []) {
  const call = dial();
  const invite = await link.request('INVITE');
  const answer = await answerTo(invite.body);
  link.reply(invite, 200, {body: answer, headers});
  await call.events.until('accepted');
  await link.request('ACK');
  let cseq = 100;
  const far = (method: string, headers: string[] = [], body = '', number = ++cseq) =>
    link.say(
      [
        `${method} ${/<(.*)>/.exec(invite.header('Contact'))![1]} SIP/2.0`,
        `Via: SIP/2.0/WSS 192.0.2.1;branch=z9hG4bK${method}${number}`,
        `From: <sip:far@example.org>;tag=far`,
        `To: ${invite.header('From')}`,
        `Call-ID: ${invite.header('Call-ID')}`,
        `CSeq: ${number} ${method}`,
        'Contact: <sip:far@192.0.2.1;transport=ws>',
        ...headers,
      ],
      body,
    );
  return {...call, invite, answer, far};
}

function ring(headers: string[] = [], body = '') {
  link.say(
    [
      'INVITE sip:alice@phone.invalid SIP/2.0',
      'Via: SIP/2.0/WSS 192.0.2.1;branch=z9hG4bKring',
      'From: "Bob" <sip:bob@example.org>;tag=far',
      'To: <sip:alice@example.org>',
      'Call-ID: ring-1',
      'CSeq: 1 INVITE',
      'Contact: <sip:bob@192.0.2.1;transport=ws>',
      ...headers,
    ],
    body,
  );
}

const answerOf = (method: string) =>
  link.take((message) => message.status >= 200 && message.header('CSeq').endsWith(method));

beforeEach(() => {
  link = new ScriptedLink();
  incoming = [];
  agent = sipjs().createUserAgent({
    aor: 'sip:alice@example.org',
    authUser: 'alice',
    password,
    displayName: 'Alice "A" Smith',
    registerExpires: 600,
    product: 'Test',
    link,
    handler: {
      incoming: (session) => {
        const events = new Events();
        incoming.push({session, events});
        return events;
      },
      registrationLost: () => undefined,
    },
  });
});

afterEach(() => {
  agent.stop();
  for (const created of connections.splice(0)) created.close();
});

describe('calling', () => {
  it('speaks the transport of its link, quotes its name, and offers what it can do', async () => {
    dial();
    const invite = await link.request('INVITE');
    expect(invite.header('Via')).toMatch(/^SIP\/2\.0\/WSS /);
    expect(invite.header('From')).toContain('"Alice \\"A\\" Smith" <sip:alice@example.org>');
    expect(invite.header('Supported').split(/,\s*/)).toEqual(expect.arrayContaining(['100rel', 'timer']));
    expect(invite.header('Allow')).toContain('UPDATE');
  });

  it('acknowledges reliable provisional responses', async () => {
    dial();
    const invite = await link.request('INVITE');
    link.reply(invite, 180, {headers: ['Require: 100rel', 'RSeq: 813']});
    expect((await link.request('PRACK')).header('RAck')).toBe(`813 ${invite.header('CSeq')}`);
  });

  it('takes another answer than the early one', async () => {
    const {events, media} = dial();
    const invite = await link.request('INVITE');
    link.reply(invite, 183, {tag: 'one', body: await answerTo(invite.body)});
    await events.until('183 early');
    const other = await answerTo(invite.body);
    link.reply(invite, 200, {tag: 'two', body: other});
    await events.until('accepted');
    const fingerprint = (sdp: string) => /a=fingerprint:(.*)/.exec(sdp)![1];
    expect(fingerprint(media.currentRemoteDescription!.sdp)).toBe(fingerprint(other));
  });

  it('tells the ringing of a proxy that names no Contact', async () => {
    const {events} = dial();
    link.reply(await link.request('INVITE'), 180, {contact: ''});
    await events.until('180');
  });

  it('goes where the answer says, also after another change', async () => {
    const {session, events} = dial();
    const invite = await link.request('INVITE');
    link.reply(invite, 180, {contact: '<sip:ringing@192.0.2.1>'});
    const answer = await answerTo(invite.body);
    link.reply(invite, 200, {contact: '<sip:answered@192.0.2.1;alias=192.0.2.9~5060~5>', body: answer});
    const target = (message: Message) => message.start.split(' ')[1];
    expect(target(await link.request('ACK'))).toBe('sip:answered@192.0.2.1;alias=192.0.2.9~5060~5');
    await events.until('accepted');
    const held = session.renegotiate('sendonly');
    const reinvite = await link.request('INVITE');
    link.reply(reinvite, 200, {contact: '<sip:moved@192.0.2.1>', body: changed(answer, 'recvonly')});
    await held;
    session.hangup();
    expect(target(await link.request('BYE'))).toBe('sip:moved@192.0.2.1');
  });

  it('hangs up on a second one who answers', async () => {
    const {invite, answer, events} = await established();
    link.reply(invite, 200, {tag: 'late', body: answer});
    expect((await link.request('ACK')).header('To')).toContain('tag=late');
    expect((await link.request('BYE')).header('To')).toContain('tag=late');
    expect(events.log).toEqual(['accepted']);
  });

  it('hangs up when its CANCEL comes too late', async () => {
    const {session, events} = dial();
    const invite = await link.request('INVITE');
    link.reply(invite, 180);
    await events.until('180');
    session.hangup();
    await link.request('CANCEL');
    link.reply(invite, 200, {body: await answerTo(invite.body)});
    await link.request('ACK');
    await link.request('BYE');
    expect(events.log).toEqual(['180', 'ended']);
  });

  it('cancels also the INVITE that answers a challenge', async () => {
    const {session, events} = dial();
    const invite = await link.request('INVITE');
    session.hangup();
    await events.until('ended');
    link.reply(invite, 407, {
      headers: ['Proxy-Authenticate: Digest realm="example.org", nonce="n", qop="auth"'],
    });
    const second = await link.request('INVITE');
    expect(second.header('Proxy-Authorization')).toContain('username="alice"');
    link.reply(second, 100);
    expect((await link.request('CANCEL')).header('Via')).toBe(second.header('Via'));
    expect(link.sent.some(({start, body}) => (start + body).includes(password))).toBe(false);
  });

  it('fails through its handler when a header would break out of its line', async () => {
    const events = new Events();
    const headers = [['X-Room', 'a\r\nEvil: 1']] as const;
    agent.invite(
      'sip:far@example.org',
      {connection: connection(), iceGatheringTimeout: 100, headers},
      events,
    );
    await events.until('ended');
    expect(events.end).toMatchObject({by: 'network', code: 0});
    expect(link.sent).toEqual([]);
  });

  it('ends by the network with a BYE when the peer connection fails', async () => {
    const {events, media} = await established();
    Object.defineProperty(media, 'iceConnectionState', {value: 'failed'});
    media.dispatchEvent(new Event('iceconnectionstatechange'));
    await link.request('BYE');
    await events.until('ended');
    expect(events.end).toMatchObject({by: 'network', code: 0});
    expect(media.signalingState).toBe('stable');
  });
});

describe('being called', () => {
  it('rings reliably for a caller that insists', async () => {
    ring(['Require: 100rel']);
    const ringing = await link.take(({status}) => status === 180);
    expect(ringing.header('RSeq')).toBe('1');
  });

  it('refuses a caller that insists on what it cannot do', async () => {
    ring(['Require: replaces-all']);
    expect(await answerOf('INVITE')).toMatchObject({status: 420});
    expect(incoming).toHaveLength(0);
  });

  it('says BYE only after the ACK when it is hung up before', async () => {
    const far = connection();
    await far.setLocalDescription();
    ring([], far.localDescription!.sdp);
    const {session, events} = incoming[0]!;
    const answered = session.answer({connection: connection(), iceGatheringTimeout: 100});
    const ok = await answerOf('INVITE');
    session.hangup();
    await expect(answered).rejects.toMatchObject({name: 'SipFailure', status: 0});
    await events.until('ended');
    expect(link.sent.some(({method}) => method === 'BYE')).toBe(false);
    link.say([
      `ACK ${/<(.*)>/.exec(ok.header('Contact'))![1]} SIP/2.0`,
      'Via: SIP/2.0/WSS 192.0.2.1;branch=z9hG4bKack',
      `From: ${ok.header('From')}`,
      `To: ${ok.header('To')}`,
      'Call-ID: ring-1',
      'CSeq: 1 ACK',
    ]);
    await link.request('BYE');
    expect(events.log).toEqual(['ended']);
  });

  it('refuses an offer that it cannot use', async () => {
    ring([], 'v=0\r\nnonsense\r\n');
    const {session, events} = incoming[0]!;
    await expect(session.answer({connection: connection(), iceGatheringTimeout: 100})).rejects.toMatchObject({
      status: 488,
    });
    expect(await answerOf('INVITE')).toMatchObject({status: 488});
    await events.until('ended');
    expect(events.end).toMatchObject({by: 'local', code: 488});
  });
});

describe('a session timer', () => {
  it('is asked for, and kept through changes of both sides', async () => {
    const {session, invite, far, answer} = await established(['Session-Expires: 600;refresher=uas']);
    expect(invite.header('Session-Expires')).toBe('1800');
    const held = session.renegotiate('sendonly');
    const reinvite = await link.request('INVITE');
    expect(reinvite.header('Session-Expires')).toBe('600;refresher=uas');
    const headers = ['Session-Expires: 600;refresher=uac'];
    link.reply(reinvite, 200, {headers, body: changed(answer, 'recvonly')});
    await held;
    await link.request('ACK');
    far(
      'INVITE',
      ['Session-Expires: 700', 'Supported: timer'],
      changed(changed(answer, 'recvonly'), 'recvonly'),
    );
    const accepted = await answerOf('INVITE');
    expect(accepted.header('Session-Expires')).toBe('700;refresher=uac');
    expect(accepted.header('Require')).toBe('timer');
    far('UPDATE', ['Session-Expires: 800;refresher=uas']);
    expect((await answerOf('UPDATE')).header('Session-Expires')).toBe('800;refresher=uas');
  });

  it('is refreshed by UPDATE where the far side takes it, time and again', async () => {
    const headers = ['Session-Expires: 2;refresher=uac', 'Allow: INVITE, UPDATE'];
    const {events} = await established(headers);
    for (let times = 0; times < 2; times++) {
      const update = await link.request('UPDATE');
      expect(update.header('Session-Expires')).toBe('2;refresher=uac');
      expect(update.header('Contact')).not.toBe('');
      expect(update.body).toBe('');
      link.reply(update, 200, {headers});
    }
    expect(events.log).toEqual(['accepted']);
  });

  it('is refreshed by a re-INVITE elsewhere, which leaves a hold a hold', async () => {
    const headers = ['Session-Expires: 2;refresher=uac'];
    const {session, answer} = await established();
    const held = session.renegotiate('sendonly');
    const body = changed(answer, 'recvonly');
    link.reply(await link.request('INVITE'), 200, {headers, body});
    await held;
    const refresh = await link.request('INVITE');
    expect(refresh.header('Session-Expires')).toBe('2;refresher=uac');
    expect(refresh.body).toContain('a=sendonly');
    link.reply(refresh, 200, {body: changed(body, 'recvonly')});
    await link.request('ACK');
  });

  it('ends a call whose far side is gone', async () => {
    const {events} = await established(['Session-Expires: 2;refresher=uas']);
    await link.request('BYE');
    await events.until('ended');
    expect(events.end).toMatchObject({by: 'network', code: 0});
  });

  it('ends a call that the far side does not know any more when it is refreshed', async () => {
    const {events} = await established(['Session-Expires: 2;refresher=uac', 'Allow: UPDATE']);
    link.reply(await link.request('UPDATE'), 481);
    await events.until('ended');
    expect(events.end).toMatchObject({by: 'remote', code: 481});
  });

  it('is kept by a caller who can, and who may insist on it', async () => {
    const far = connection();
    await far.setLocalDescription();
    ring(['Session-Expires: 1800', 'Supported: timer', 'Require: timer'], far.localDescription!.sdp);
    const {session} = incoming[0]!;
    session.answer({connection: connection(), iceGatheringTimeout: 100}).catch(() => undefined);
    const ok = await answerOf('INVITE');
    expect(ok.header('Session-Expires')).toBe('1800;refresher=uac');
    expect(ok.header('Require')).toBe('timer');
  });
});

describe('in a call', () => {
  it('takes UPDATEs: a new party, a hold, and none out of order', async () => {
    const {far, events, answer} = await established();
    far('UPDATE', ['P-Asserted-Identity: "Carol" <sip:carol@example.org>']);
    expect((await answerOf('UPDATE')).status).toBe(200);
    await events.until('Carol sip:carol@example.org');
    far('UPDATE', [], changed(answer, 'sendonly'));
    expect((await answerOf('UPDATE')).body).toContain('a=recvonly');
    await events.until('sendonly');
    far('UPDATE', [], '', 50);
    expect((await answerOf('UPDATE')).status).toBe(500);
  });

  it('refuses an offer that crosses its own', async () => {
    const {session, far, answer} = await established();
    const held = session.renegotiate('sendonly');
    // A message is a task of its own.
    await new Promise((resolve) => setTimeout(resolve));
    far('INVITE', [], changed(answer, 'sendonly'));
    expect((await answerOf('INVITE')).status).toBe(491);
    const reinvite = await link.request('INVITE');
    far('UPDATE', [], changed(answer, 'sendonly'));
    expect((await answerOf('UPDATE')).status).toBe(491);
    link.reply(reinvite, 200, {body: changed(answer, 'recvonly')});
    await held;
  });

  it('keeps the call when the answer to a hold cannot be used', async () => {
    const {session, media, events, answer} = await established();
    const held = session.renegotiate('sendonly');
    link.reply(await link.request('INVITE'), 200, {body: 'v=0\r\nnonsense\r\n'});
    await expect(held).rejects.toMatchObject({name: 'SipFailure', status: 0});
    await link.request('ACK');
    expect(media.getTransceivers()[0]!.direction).toBe('sendrecv');
    expect(media.signalingState).toBe('stable');
    const again = session.renegotiate('sendonly');
    link.reply(await link.request('INVITE'), 200, {body: changed(answer, 'recvonly')});
    await again;
    expect(media.getTransceivers()[0]!.currentDirection).toBe('sendonly');
    expect(events.log).toEqual(['accepted']);
  });

  it('is over when the far side does not know the dialog any more', async () => {
    const {session, events} = await established();
    const held = session.renegotiate('sendonly');
    link.reply(await link.request('INVITE'), 481);
    await expect(held).rejects.toMatchObject({status: 481});
    await events.until('ended');
    expect(events.end).toMatchObject({by: 'remote', code: 481});
  });

  it('answers whether the call is still there', async () => {
    const {far} = await established();
    far('OPTIONS');
    expect((await answerOf('OPTIONS')).status).toBe(200);
    far('OPTIONS', [], '', 1);
    expect((await answerOf('OPTIONS')).status).toBe(500);
  });

  it('refuses an INVITE to which nothing can be answered later', async () => {
    link.say([
      'INVITE sip:alice@phone.invalid SIP/2.0',
      'Via: SIP/2.0/WSS 192.0.2.1;branch=z9hG4bKnowhere',
      'From: <sip:bob@example.org>;tag=far',
      'To: <sip:alice@example.org>',
      'Call-ID: nowhere-1',
      'CSeq: 1 INVITE',
    ]);
    expect((await answerOf('INVITE')).status).toBe(400);
    expect(incoming).toEqual([]);
  });

  it('declines to be transferred, and the call lives', async () => {
    const {far, session, events} = await established();
    far('REFER', ['Refer-To: <sip:carol@example.org>']);
    expect((await answerOf('REFER')).status).toBe(603);
    const informed = session.info('application/dtmf-relay', 'Signal=1\r\n');
    link.reply(await link.request('INFO'), 200);
    await informed;
    expect(events.log).toEqual(['accepted']);
  });

  it('goes on counting after a challenge', async () => {
    const {session} = await established();
    const first = session.info('application/dtmf', '1');
    link.reply(await link.request('INFO'), 401, {headers: ['WWW-Authenticate: Digest realm="r", nonce="n"']});
    const authorized = await link.request('INFO');
    expect(authorized.header('Authorization')).toContain('username="alice"');
    link.reply(authorized, 200);
    await first;
    void session.info('application/dtmf', '2').catch(() => undefined);
    expect((await link.request('INFO')).cseq).toBeGreaterThan(authorized.cseq);
  });

  it('fails a transfer of which the far side stops reporting', async () => {
    const {session, far} = await established();
    const referred = session.refer('sip:carol@example.org');
    link.reply(await link.request('REFER'), 202);
    far('NOTIFY', ['Event: refer', 'Subscription-State: terminated;reason=timeout'], '');
    await expect(referred).rejects.toMatchObject({name: 'SipFailure', status: 0});
    expect((await answerOf('NOTIFY')).status).toBe(200);
    far('NOTIFY', ['Event: refer', 'Subscription-State: active;expires=60'], '');
    expect((await answerOf('NOTIFY')).status).toBe(481);
  });

  it('is not shaken by what is no SIP', async () => {
    const {far, events} = await established();
    for (const noise of ['\r\n\r\n', 'GET / HTTP/1.1\r\n\r\n', 'SIP/2.0 200 OK\r\nVia: x\r\n\r\n', '\0'])
      link.receive?.(noise);
    far('BYE', ['Reason: Q.850;cause=16;text="Normal Clearing"']);
    await events.until('ended');
    expect(events.end).toEqual({
      by: 'remote',
      code: 0,
      reason: 'Normal Clearing',
      reasonHeader: {protocol: 'Q.850', cause: 16},
    });
  });
});

it('names the bad address of record', () => {
  const make = () =>
    sipjs().createUserAgent({
      aor: 'alice at home',
      authUser: 'a',
      password,
      registerExpires: 1,
      product: 'x',
      link: new ScriptedLink(),
      handler: {incoming: () => new Events(), registrationLost: () => undefined},
    });
  expect(make).toThrow(expect.objectContaining({code: 'configuration-invalid'}));
});
