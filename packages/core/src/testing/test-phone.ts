import type {
  IncomingInvite,
  InviteOptions,
  MediaOptions,
  SipCredentials,
  SipEngine,
  SipFailure,
  SipLink,
  SipSession,
  SipUserAgent,
} from '../engine/engine.js';
import type {FarEnd} from './far-end.js';
import {RecordingHandler} from './recording-handler.js';

export interface TestCall {
  session: SipSession;
  events: RecordingHandler;
  connection: RTCPeerConnection;
}

export interface TestPhoneOptions {
  account?: SipCredentials & {aor: string};
  registerExpires?: number;
  /** Puts something between the engine and the far end's link. */
  wrap?: (link: SipLink) => SipLink;
}

export interface IncomingTestCall {
  session: SipSession;
  events: RecordingHandler;
  invite: IncomingInvite;
}

/** What stands in for the phone in the engine contract: a link, a user agent, and tracks made without a microphone. */
export class TestPhone {
  readonly agent: SipUserAgent;
  readonly lost: SipFailure[] = [];
  readonly incoming: IncomingTestCall[] = [];
  /** Those of all calls, to look at afterwards. */
  readonly handlers: RecordingHandler[] = [];
  readonly #context = new AudioContext();
  readonly #connections: RTCPeerConnection[] = [];
  #ringing: ((call: IncomingTestCall) => void)[] = [];

  private constructor(
    engine: SipEngine,
    readonly link: SipLink,
    private readonly closeLink: () => void,
    account: SipCredentials & {aor: string},
    registerExpires: number,
  ) {
    this.agent = engine.createUserAgent({
      ...account,
      registerExpires,
      displayName: 'Test Phone',
      product: 'Sidetone contract',
      link,
      handler: {
        incoming: (session, invite) => {
          const call = {session, invite, events: new RecordingHandler()};
          this.incoming.push(call);
          this.handlers.push(call.events);
          this.#ringing.shift()?.(call);
          return call.events;
        },
        registrationLost: (failure) => this.lost.push(failure),
      },
    });
  }

  static async create(
    engine: SipEngine,
    farEnd: FarEnd,
    {account = farEnd.account, registerExpires = 600, wrap = (link) => link}: TestPhoneOptions = {},
  ): Promise<TestPhone> {
    const socket = await farEnd.openLink();
    return new TestPhone(engine, wrap(socket), () => socket.close(), account, registerExpires);
  }

  /** A peer connection with a track that carries a 440 Hz tone. */
  media(): MediaOptions {
    const connection = new RTCPeerConnection();
    const oscillator = new OscillatorNode(this.#context, {frequency: 440});
    const destination = this.#context.createMediaStreamDestination();
    oscillator.connect(destination);
    oscillator.start();
    connection.addTrack(destination.stream.getAudioTracks()[0]!, destination.stream);
    this.#connections.push(connection);
    return {connection, iceGatheringTimeout: 500};
  }

  dial(target: string, options: Partial<InviteOptions> = {}): TestCall {
    const events = new RecordingHandler();
    this.handlers.push(events);
    const media = {...this.media(), ...options};
    const session = this.agent.invite(target, media, events);
    return {session, events, connection: media.connection};
  }

  /** The next call to come in. */
  nextIncoming(): Promise<IncomingTestCall> {
    return new Promise((resolve) => this.#ringing.push(resolve));
  }

  async close(): Promise<void> {
    this.agent.stop();
    for (const connection of this.#connections) connection.close();
    this.closeLink();
    await this.#context.close();
  }
}
