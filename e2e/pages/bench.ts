import * as JsSIP from 'jssip';
import {Room, RoomEvent, Track} from 'livekit-client';

/** Seconds of quiet before a sound counts as a new one, and what is louder than quiet. */
const ear = `
registerProcessor('ear', class extends AudioWorkletProcessor {
  quiet = 0;
  process([[samples]]) {
    if (!samples) return true;
    for (let index = 0; index < samples.length; index++) {
      if (Math.abs(samples[index]) < 0.03) { this.quiet++; continue; }
      if (this.quiet > 0.15 * sampleRate) this.port.postMessage(currentTime + index / sampleRate);
      this.quiet = 0;
    }
    return true;
  }
});`;

// One context for every mouth and ear of this page: one clock.
const context = new AudioContext({latencyHint: 'interactive', sampleRate: 48_000});
const loaded = context.audioWorklet.addModule(
  URL.createObjectURL(new Blob([ear], {type: 'text/javascript'})),
);

const connections = new Set<RTCPeerConnection>();
globalThis.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    connections.add(this);
  }
};

interface Held {
  jitterBufferDelay: number;
  jitterBufferEmittedCount: number;
}

/** What each stream had waited in its jitter buffer, in all, when it was looked at last. */
const held = new Map<string, Held>();

/** Somebody who speaks and hears, by telephone or in a room. */
class Person {
  readonly mouth = context.createMediaStreamDestination();
  readonly #onsets = new EventTarget();

  constructor() {
    // A track that is always silent may be sent as nothing at all.
    const whisper = new ConstantSourceNode(context, {offset: 1e-5});
    whisper.connect(this.mouth);
    whisper.start();
  }

  get track(): MediaStreamTrack {
    const [track] = this.mouth.stream.getAudioTracks();
    if (!track) throw new Error('The mouth has no track.');
    return track;
  }

  async listen(stream: MediaStream): Promise<void> {
    await loaded;
    // Chromium lets remote audio flow only when an element plays it.
    const element = new Audio();
    element.muted = true;
    element.srcObject = stream;
    await element.play();
    const node = new AudioWorkletNode(context, 'ear', {numberOfOutputs: 0});
    node.port.onmessage = ({data}) => this.#onsets.dispatchEvent(new CustomEvent('onset', {detail: data}));
    context.createMediaStreamSource(stream).connect(node);
  }

  /** Says 100 ms of 1 kHz. Returns when, on the page's clock, in seconds. */
  say(): number {
    const at = context.currentTime + 0.02;
    const tone = new OscillatorNode(context, {frequency: 1000});
    const gain = new GainNode(context, {gain: 0.5});
    tone.connect(gain).connect(this.mouth);
    tone.start(at);
    tone.stop(at + 0.1);
    return at;
  }

  /** When the next sound after `from` began to be heard; `undefined` when none came within two seconds. */
  hear(from: number): Promise<number | undefined> {
    return new Promise((resolve) => {
      const heard = (event: Event) => {
        const at = (event as CustomEvent<number>).detail;
        if (at < from) return;
        done(at);
      };
      const done = (at: number | undefined) => {
        clearTimeout(timer);
        this.#onsets.removeEventListener('onset', heard);
        resolve(at);
      };
      const timer = setTimeout(() => done(undefined), 2000);
      this.#onsets.addEventListener('onset', heard);
    });
  }
}

const people = new Map<string, Person>();

function person(name: string): Person {
  let known = people.get(name);
  if (!known) people.set(name, (known = new Person()));
  return known;
}

interface Credentials {
  aor: string;
  authUser: string;
  password: string;
}

const bench = {
  /** Registers and calls. Resolves when the call is answered and its audio heard. */
  async call(name: string, url: string, user: Credentials, target: string): Promise<void> {
    await context.resume();
    const agent = new JsSIP.UA({
      sockets: [new JsSIP.WebSocketInterface(url)],
      uri: user.aor,
      authorization_user: user.authUser,
      password: user.password,
    });
    await new Promise<void>((resolve, reject) => {
      agent.on('registered', () => resolve());
      agent.on('registrationFailed', ({cause}: {cause?: string}) => reject(new Error(cause)));
      agent.start();
    });
    const {mouth} = person(name);
    await new Promise<void>((resolve, reject) => {
      const session = agent.call(target, {
        mediaStream: mouth.stream,
        eventHandlers: {
          accepted: () => resolve(),
          failed: ({cause}) => reject(new Error(cause)),
        },
      });
      session.connection.addEventListener('track', ({track}) => {
        void person(name).listen(new MediaStream([track]));
      });
    });
  },

  /** Enters a room and hears everyone in it. */
  async enter(name: string, url: string, token: string): Promise<void> {
    await context.resume();
    const room = new Room();
    room.on(RoomEvent.TrackSubscribed, ({mediaStreamTrack, kind}) => {
      if (kind === Track.Kind.Audio) void person(name).listen(new MediaStream([mediaStreamTrack]));
    });
    await room.connect(url, token);
    await room.localParticipant.publishTrack(person(name).track, {
      source: Track.Source.Microphone,
      dtx: false,
      red: false,
    });
  },

  /** From mouth to ear, in ms, for so many bursts; `null` for one that was not heard. */
  async measure(from: string, to: string, count: number): Promise<(number | null)[]> {
    const results: (number | null)[] = [];
    for (let burst = 0; burst < count; burst++) {
      const said = person(from).say();
      const heard = await person(to).hear(said);
      results.push(heard === undefined ? null : (heard - said) * 1000);
      // Not in step with any clock of the way.
      await new Promise((resolve) => setTimeout(resolve, 350 + Math.random() * 200));
    }
    return results;
  },

  /** Milliseconds that sound waited in each of this page's jitter buffers since this was asked last. */
  async buffers(): Promise<number[]> {
    const waits: number[] = [];
    for (const connection of connections) {
      (await connection.getStats()).forEach((report: Held & {type: string; kind?: string; id: string}) => {
        if (report.type !== 'inbound-rtp' || report.kind !== 'audio') return;
        const before = held.get(report.id) ?? {jitterBufferDelay: 0, jitterBufferEmittedCount: 0};
        held.set(report.id, report);
        const count = report.jitterBufferEmittedCount - before.jitterBufferEmittedCount;
        if (count > 0) waits.push(((report.jitterBufferDelay - before.jitterBufferDelay) / count) * 1000);
      });
    }
    return waits;
  },
};

export type Bench = typeof bench;

Object.assign(globalThis, {bench});
