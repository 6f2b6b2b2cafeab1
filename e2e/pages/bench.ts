import {Conference} from '@sidetone/conference';
import {Phone, type Call} from '@sidetone/core';
import {jssip} from '@sidetone/engine-jssip';
import {BrowserAudio} from '@sidetone/media';
import * as JsSIP from 'jssip';
import {Room, RoomEvent, Track} from 'livekit-client';
import {gapsWorklet} from './gaps.js';

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
});
${gapsWorklet}`;

// One context for every mouth and ear of this page: one clock.
const context = new AudioContext({latencyHint: 'interactive', sampleRate: 48_000});
const loaded = context.audioWorklet.addModule(
  URL.createObjectURL(new Blob([ear], {type: 'text/javascript'})),
);

/** Somebody who speaks and hears, by telephone or in a room. */
class Person {
  readonly mouth = context.createMediaStreamDestination();
  readonly #onsets = new EventTarget();
  readonly #heard = new WeakSet<MediaStream>();
  readonly gaps: number[] = [];
  #newest: MediaStreamAudioSourceNode | undefined;

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

  /** Once for each stream. */
  async listen(stream: MediaStream): Promise<void> {
    if (this.#heard.has(stream)) return;
    this.#heard.add(stream);
    await loaded;
    // Chromium lets remote audio flow only when an element plays it.
    const element = new Audio();
    element.muted = true;
    element.srcObject = stream;
    await element.play();
    const node = new AudioWorkletNode(context, 'ear', {numberOfOutputs: 0});
    node.port.onmessage = ({data}) => this.#onsets.dispatchEvent(new CustomEvent('onset', {detail: data}));
    const source = context.createMediaStreamSource(stream);
    source.connect(node);
    this.#newest = source;
  }

  /** Says 1 kHz until further notice. */
  sing(): void {
    const tone = new OscillatorNode(context, {frequency: 1000});
    tone.connect(new GainNode(context, {gain: 0.5})).connect(this.mouth);
    tone.start();
  }

  /** From now on, every silence of more than 40 ms in what was heard last of all comes into `gaps`, in ms. */
  watch(): void {
    const node = new AudioWorkletNode(context, 'gaps', {numberOfOutputs: 0});
    node.port.onmessage = ({data}) => data && this.gaps.push((data as number) * 1000);
    this.#newest?.connect(node);
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

/** Somebody whose page takes a call into a room. */
const host = {
  phone: undefined as unknown as Phone,
  conference: undefined as unknown as Conference,
  call: undefined as unknown as Call,
};

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

  /** Registers a Sidetone phone that answers, and joins a room with it; `person` is heard by both. */
  async attend(
    name: string,
    {server, user, url, token}: {server: string; user: Credentials; url: string; token: string},
  ): Promise<void> {
    await context.resume();
    navigator.mediaDevices.getUserMedia = async () => person(name).mouth.stream.clone();
    const audio = new BrowserAudio({storage: null});
    host.phone = new Phone({engine: jssip(), audio, server, ...user});
    host.phone.addEventListener('incoming', ({call}) => {
      host.call = call;
      void call.answer();
      call.addEventListener('change', () => {
        if (call.remoteStream && call.status === 'connected') void person(name).listen(call.remoteStream);
      });
    });
    await host.phone.register();
    host.conference = new Conference({url, token, audio});
    host.conference.addEventListener('participants', ({participant: {audio: voice}, what}) => {
      if (voice && what !== 'left') void person(name).listen(voice);
    });
    await host.conference.join();
  },

  async bringIn(): Promise<void> {
    await host.conference.bringIn(host.call);
  },

  async takeOut(): Promise<void> {
    await host.conference.takeOut(host.call);
  },

  /** One speaks without end, and the other's ear is watched for silences. */
  watch(from: string, to: string): void {
    person(from).sing();
    person(to).watch();
  },

  /** Silences of more than 40 ms that this one has heard since the last time, in ms. */
  gaps(name: string): number[] {
    return person(name).gaps.splice(0);
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
};

export type Bench = typeof bench;

Object.assign(globalThis, {bench});
