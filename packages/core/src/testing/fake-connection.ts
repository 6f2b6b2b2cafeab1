/** The part of RTCDTMFSender that the phone uses: plays its buffer when the test says `play()`. */
export class FakeDtmfSender extends EventTarget {
  canInsertDTMF = true;
  toneBuffer = '';
  /** Everything played so far. */
  played = '';

  insertDTMF(tones: string): void {
    this.toneBuffer = tones;
    queueMicrotask(() => this.#play());
  }

  #play(): void {
    while (this.toneBuffer && this.canInsertDTMF) {
      const tone = this.toneBuffer[0]!;
      this.toneBuffer = this.toneBuffer.slice(1);
      this.played += tone;
      this.dispatchEvent(Object.assign(new Event('tonechange'), {tone}));
    }
    if (!this.toneBuffer) this.dispatchEvent(Object.assign(new Event('tonechange'), {tone: ''}));
  }
}

/** A peer connection without a network, for unit tests. Runs in Node. */
export class FakeConnection extends EventTarget {
  connectionState: RTCPeerConnectionState = 'connected';
  iceConnectionState: RTCIceConnectionState = 'new';
  /** The far side offers telephone-event unless this says otherwise. */
  remoteDescription: {type: string; sdp: string} | null = {
    type: 'answer',
    sdp: 'v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\n',
  };
  closed = false;
  readonly dtmf = new FakeDtmfSender();
  readonly #sender = {
    dtmf: this.dtmf,
    track: null as MediaStreamTrack | null,
    replaceTrack: async (track: MediaStreamTrack | null) => {
      this.#sender.track = track;
    },
  };

  /** What is sent now; null while held. */
  get sent(): MediaStreamTrack | null {
    return this.#sender.track;
  }

  async setRemoteDescription(description: {type: string; sdp: string}): Promise<void> {
    this.remoteDescription = description;
  }

  addTrack(track: MediaStreamTrack): unknown {
    this.#sender.track = track;
    return this.#sender;
  }

  getSenders(): unknown[] {
    return [this.#sender];
  }

  async getStats(): Promise<Map<string, unknown>> {
    return new Map();
  }

  /** The far side's media arrive. */
  receive(stream: object = {}): void {
    this.dispatchEvent(Object.assign(new Event('track'), {track: {}, streams: [stream]}));
  }

  close(): void {
    this.closed = true;
  }

  /** As the type that the phone expects. */
  asConnection(): RTCPeerConnection {
    return this as unknown as RTCPeerConnection;
  }
}
