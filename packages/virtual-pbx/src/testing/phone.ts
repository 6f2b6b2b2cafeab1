import {UA, type Socket} from 'jssip';
import type {RTCSession} from 'jssip/lib/RTCSession.js';
import type {VirtualPbx} from '../virtual-pbx.js';

/** A phone of somebody else's making, to test the PBX with: plain JsSIP, with a tone as its microphone. */
export class JssipPhone {
  readonly #ua: UA;
  readonly #context = new AudioContext();
  readonly stream: MediaStream;

  constructor(pbx: VirtualPbx, user: string, password: string, frequency = 440) {
    this.#ua = new UA({
      sockets: [socketOf(pbx)],
      uri: `sip:${user}@${pbx.domain}`,
      password,
      register: false,
      session_timers: false,
    });
    const destination = this.#context.createMediaStreamDestination();
    const oscillator = new OscillatorNode(this.#context, {frequency});
    // As loud as a voice: a full-scale sine drowns the digits that the same microphone's call sends.
    oscillator.connect(new GainNode(this.#context, {gain: 0.1})).connect(destination);
    oscillator.start();
    this.stream = destination.stream;
  }

  async register(): Promise<this> {
    await new Promise<void>((resolve, reject) => {
      this.#ua.on('registered', () => resolve());
      this.#ua.on('registrationFailed', ({cause}) => reject(new Error(String(cause))));
      this.#ua.on('connected', () => this.#ua.register());
      this.#ua.start();
    });
    return this;
  }

  call(target: string): RTCSession {
    return this.#ua.call(target, {mediaStream: this.stream, sessionTimersExpires: 120});
  }

  nextCall(): Promise<RTCSession> {
    return new Promise((resolve) => {
      this.#ua.on('newRTCSession', ({session, originator}: {session: RTCSession; originator: string}) => {
        if (originator === 'remote') resolve(session);
      });
    });
  }

  answer(session: RTCSession): void {
    session.answer({mediaStream: this.stream});
  }

  async close(): Promise<void> {
    this.#ua.stop();
    await this.#context.close();
  }
}

/** What JsSIP tells with an event. */
export interface SessionEvent {
  originator: string;
  message: {status_code: number};
}

/** Resolves at the event; rejects when the session fails or ends before it. */
export function until(
  session: RTCSession,
  event: 'progress' | 'confirmed' | 'ended' | 'failed',
): Promise<SessionEvent> {
  return new Promise((resolve, reject) => {
    session.on(event as 'ended', (told: unknown) => resolve(told as SessionEvent));
    if (event !== 'failed') session.on('failed', ({cause}) => reject(new Error(`Failed: ${cause}`)));
    if (event !== 'ended') session.on('ended', ({cause}) => reject(new Error(`Ended: ${cause}`)));
  });
}

/** Resolves when this frequency, in Hz, is the loudest that the session's far side sends. */
export async function hears(session: RTCSession, frequency: number): Promise<void> {
  const track = session.connection.getReceivers()[0]!.track;
  const stream = new MediaStream([track]);
  const element = new Audio();
  element.muted = true;
  element.srcObject = stream;
  await element.play();
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, {fftSize: 4096, smoothingTimeConstant: 0});
  new MediaStreamAudioSourceNode(context, {mediaStream: stream}).connect(analyser);
  const bins = new Float32Array(analyser.frequencyBinCount);
  const width = context.sampleRate / analyser.fftSize;
  try {
    for (;;) {
      analyser.getFloatFrequencyData(bins);
      const loudest = bins.reduce((best, level, index) => (level > bins[best]! ? index : best), 0);
      if (bins[loudest]! > -60 && Math.abs(loudest * width - frequency) < 2 * width) return;
      if (track.readyState === 'ended') throw new Error(`Ended before ${frequency} Hz was heard.`);
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  } finally {
    element.srcObject = null;
    await context.close();
  }
}

function socketOf(pbx: VirtualPbx): Socket {
  let socket: ReturnType<VirtualPbx['openSocket']> | undefined;
  const adapter = {
    url: 'wss://pbx.example/ws',
    via_transport: 'WSS',
    sip_uri: 'sip:pbx.example;transport=ws',
    onconnect: () => undefined as void,
    ondisconnect: () => undefined as void,
    ondata: (_data: string) => undefined as void,
    isConnected: () => socket?.readyState === 1,
    isConnecting: () => socket?.readyState === 0,
    connect() {
      socket = pbx.openSocket(adapter.url);
      socket.onopen = () => adapter.onconnect();
      socket.onclose = () => adapter.ondisconnect();
      socket.onmessage = ({data}: MessageEvent<string>) => adapter.ondata(data);
    },
    disconnect: () => socket?.close(),
    send(message: string) {
      socket?.send(message);
      return true;
    },
  };
  return adapter as unknown as Socket;
}
