import '@sidetone/elements/define';
import {toneTrack} from '@sidetone/media/testing';
import {noteTones} from './tones.js';

// ?gateway=…&room=…&session=…&engine=jssip&voice=440, and &pin where the person types it.
const settings = new URLSearchParams(location.search);
const setting = (name: string) => settings.get(name) ?? '';
navigator.mediaDevices.getUserMedia = async () => new MediaStream([toneTrack(Number(setting('voice')))]);

/** The first byte of a SignalResponse that is `connection_quality`, its field 12. */
const connectionQuality = 0x62;
/** LiveKit's own word of how good the connection is does not count any more. */
let weakened = false;

/** LiveKit's socket, and the id that it gave this page's participant. */
let livekit: {socket: WebSocket; participant: string} | undefined;
globalThis.WebSocket = class extends WebSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols);
    this.addEventListener('message', (event: MessageEvent<unknown>) => {
      const {data} = event;
      if (!(data instanceof ArrayBuffer)) return;
      if (weakened && event.isTrusted && new Uint8Array(data)[0] === connectionQuality)
        event.stopImmediatePropagation();
      if (livekit?.socket === this) return;
      // Of all participants in the first answer this page's own comes first.
      const [participant] = /PA_\w+/.exec(new TextDecoder('latin1').decode(data)) ?? [];
      if (participant) livekit = {socket: this, participant};
    });
  }
};

/** A protobuf field that has a length. */
const field = (tag: readonly number[], bytes: readonly number[]) => [...tag, bytes.length, ...bytes];

const roomAndPhone = {
  /** LiveKit says that this page's connection is poor, as it does when packets get lost: loopback loses none. */
  weaken(): void {
    if (!livekit) throw new Error('This page is in no room.');
    const {socket, participant} = livekit;
    weakened = true;
    // connection_quality › updates = 1 › participant_sid = 1; POOR is 0, and left out.
    const info = field([0x0a], [...new TextEncoder().encode(participant)]);
    const response = field([connectionQuality], field([0x0a], info));
    socket.dispatchEvent(new MessageEvent('message', {data: Uint8Array.from(response).buffer}));
  },
};

export type RoomAndPhone = typeof roomAndPhone;
Object.assign(globalThis, {roomAndPhone});

const provider = document.createElement('sidetone-provider');
const conference = document.createElement('sidetone-conference');
const phone = document.createElement('sidetone-softphone');
phone.pin = settings.has('pin');
const [gateway, room, session, engine] = ['gateway', 'room', 'session', 'engine'].map(setting);
Object.assign(provider, {gateway, room, session, engine, register: true});
provider.append(conference, phone);
document.body.append(provider);
void noteTones(() => phone.phone);
