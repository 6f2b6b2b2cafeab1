import {randomBytes} from 'node:crypto';
import {createSocket, type RemoteInfo, type Socket} from 'node:dgram';
import {EventEmitter, once} from 'node:events';
import {parseSip, type SipMessage} from '@sidetone/sip';
import {Ears} from '@sidetone/stack';

/** Samples of 20 ms at 8 kHz, in G.711. */
const frame = 160;
const payloadType = 0;

/**
 * A SIP server by UDP that takes every call, made by hand: it says what Asterisk would never say. It speaks G.711 (mu-law), and one call at a
 * time.
 */
export class SipServer {
  readonly ears = new Ears();
  /** What it received, in this order. */
  readonly received: SipMessage[] = [];
  readonly #sip = createSocket('udp4');
  readonly #rtp = createSocket('udp4');
  readonly #news = new EventEmitter<{message: [SipMessage]}>();
  readonly #tag = randomBytes(4).toString('hex');
  #invite: SipMessage | undefined;
  #peer: RemoteInfo | undefined;
  #sequence = 0;
  #frequency: number | undefined = 0;
  #samples = 0;
  #due = performance.now();
  readonly #speaking = setInterval(() => this.#speak(), 5);

  private constructor() {}

  static async listen(): Promise<SipServer> {
    const server = new SipServer();
    server.#sip.on('message', (data, from) => server.#hear(String(data), from));
    server.#rtp.on('message', (data) => server.#listen(data));
    for (const socket of [server.#sip, server.#rtp]) {
      socket.bind(0, '127.0.0.1');
      await once(socket, 'listening');
    }
    return server;
  }

  /** `sip:anna@127.0.0.1:5070` */
  get uri(): string {
    return `sip:anna@127.0.0.1:${portOf(this.#sip)}`;
  }

  /** Says a tone from now on; 0 is silence, left out nothing is sent at all. */
  say(frequency?: number): void {
    this.#frequency = frequency;
  }

  /** Resolves when its call is answered. */
  async called(): Promise<void> {
    await this.#until(({method, status}) => method === 'ACK' && !status);
  }

  /** Resolves when the other side has hung up. */
  async ended(): Promise<void> {
    await this.#until(({method, status}) => method === 'BYE' && !status);
  }

  /** Offers the call's media anew, and resolves with the final status of the answer. `port`: 0 puts the call on hold. */
  async offer({port = portOf(this.#rtp), direction = 'sendrecv'} = {}): Promise<number> {
    const sequence = ++this.#sequence;
    this.#ask('INVITE', sequence, this.#sdp(port, direction));
    const {status} = await this.#until(
      (message) => message.status >= 200 && message.header('cseq') === `${sequence} INVITE`,
    );
    this.#ask('ACK', sequence);
    return status;
  }

  hangUp(): void {
    this.#ask('BYE', ++this.#sequence);
  }

  close(): void {
    clearInterval(this.#speaking);
    this.#sip.close();
    this.#rtp.close();
  }

  async #until(holds: (message: SipMessage) => boolean): Promise<SipMessage> {
    for (;;) {
      const found = this.received.find(holds);
      if (found) return found;
      await once(this.#news, 'message', {signal: AbortSignal.timeout(15_000)});
    }
  }

  #hear(text: string, from: RemoteInfo): void {
    const message = parseSip(text);
    if (!message) return;
    if (message.method === 'INVITE' && !message.status) {
      this.#invite = message;
      this.#peer = from;
      this.#answer(message, this.#sdp(portOf(this.#rtp), 'sendrecv'));
    } else if (message.method !== 'ACK' && !message.status) this.#answer(message);
    this.received.push(message);
    this.#news.emit('message', message);
  }

  #answer(request: SipMessage, sdp = ''): void {
    const copied = request.headers.filter(([name]) => /^(via|record-route|call-id|cseq|from)$/i.test(name));
    const to = request.header('to') ?? '';
    this.#send([
      'SIP/2.0 200 OK',
      ...copied.map(([name, value]) => `${name}: ${value}`),
      `To: ${to.includes(';tag=') ? to : `${to};tag=${this.#tag}`}`,
      ...this.#body(sdp),
    ]);
  }

  /** A request within the dialog that the other side has begun. */
  #ask(method: string, sequence: number, sdp = ''): void {
    const invite = this.#invite!;
    const target = /<([^>]*)>/.exec(invite.header('contact') ?? '')?.[1] ?? '';
    const branch = `z9hG4bK${randomBytes(8).toString('hex')}`;
    this.#send([
      `${method} ${target} SIP/2.0`,
      `Via: SIP/2.0/UDP 127.0.0.1:${portOf(this.#sip)};branch=${branch}`,
      'Max-Forwards: 70',
      `From: ${invite.header('to')};tag=${this.#tag}`,
      `To: ${invite.header('from')}`,
      `Call-ID: ${invite.callId}`,
      `CSeq: ${sequence} ${method}`,
      ...this.#body(sdp),
    ]);
  }

  #body(sdp: string): string[] {
    return [
      `Contact: <${this.uri}>`,
      ...(sdp ? ['Content-Type: application/sdp'] : []),
      `Content-Length: ${sdp.length}`,
      '',
      sdp,
    ];
  }

  #send(lines: string[]): void {
    const {port, address} = this.#peer!;
    this.#sip.send(lines.join('\r\n'), port, address);
  }

  #sdp(port: number, direction: string): string {
    const lines = ['v=0', `o=- 1 ${Date.now()} IN IP4 127.0.0.1`, 's=-', 'c=IN IP4 127.0.0.1', 't=0 0'];
    const media = [`m=audio ${port} RTP/AVP ${payloadType}`, `a=rtpmap:${payloadType} PCMU/8000`];
    return [...lines, ...media, `a=${direction}`, ''].join('\r\n');
  }

  #speak(): void {
    const target = /^m=audio (\d+)/m.exec(this.#invite?.body ?? '')?.[1];
    for (const now = performance.now(); this.#due <= now; this.#due += 20) {
      if (!target || this.#frequency === undefined) continue;
      const packet = Buffer.alloc(12 + frame);
      packet.writeUInt8(0x80, 0);
      packet.writeUInt8(payloadType, 1);
      packet.writeUInt16BE((this.#samples / frame) & 0xffff, 2);
      packet.writeUInt32BE(this.#samples, 4);
      for (let index = 0; index < frame; index++) {
        const phase = (2 * Math.PI * this.#frequency * this.#samples++) / 8000;
        packet.writeUInt8(toMuLaw(8000 * Math.sin(phase)), 12 + index);
      }
      this.#rtp.send(packet, Number(target), '127.0.0.1');
    }
  }

  /** Each sample is six at 48 kHz. */
  #listen(packet: Buffer): void {
    if ((packet.readUInt8(1) & 0x7f) !== payloadType) return;
    const samples = packet.subarray(12);
    const wide = Buffer.alloc(samples.length * 12);
    samples.forEach((code, index) => {
      for (let copy = 0; copy < 6; copy++) wide.writeInt16LE(fromMuLaw(code), 12 * index + 2 * copy);
    });
    this.ears.hear(wide);
  }
}

const portOf = (socket: Socket) => socket.address().port;

/** ITU-T G.711. */
function toMuLaw(sample: number): number {
  const magnitude = Math.min(32_635, Math.abs(Math.round(sample))) + 132;
  const exponent = Math.floor(Math.log2(magnitude)) - 7;
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~((sample < 0 ? 0x80 : 0) | (exponent << 4) | mantissa) & 0xff;
}

function fromMuLaw(code: number): number {
  const bits = ~code & 0xff;
  const magnitude = (((bits & 0x0f) << 3) + 132) << ((bits >> 4) & 7);
  return bits & 0x80 ? 132 - magnitude : magnitude - 132;
}
