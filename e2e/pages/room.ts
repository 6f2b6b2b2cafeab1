import {hears, toneTrack, type Heard} from '@sidetone/media/testing';
import {ParticipantKind, Room, RoomEvent, Track, type RemoteParticipant} from 'livekit-client';

const phones = (): RemoteParticipant[] =>
  [...guest.room.remoteParticipants.values()].filter(({kind}) => kind === ParticipantKind.SIP);

/** Somebody in a LiveKit room with a browser, and the ears and hands that a test needs. */
const guest = {
  room: new Room(),
  /** Digits that phones have pressed: `identity:5`. */
  digits: [] as string[],
  painting: undefined as ReturnType<typeof setInterval> | undefined,

  async join(gateway: string, room: string, session: string, voice: number): Promise<void> {
    guest.room.on(RoomEvent.SipDTMFReceived, ({digit}, from) =>
      guest.digits.push(`${from?.identity ?? ''}:${digit}`),
    );
    const path = `/v1/rooms/${encodeURIComponent(room)}/token`;
    const answer = await fetch(new URL(path, gateway), {headers: {authorization: `Bearer ${session}`}});
    const {url, token} = (await answer.json()) as {url: string; token: string};
    await guest.room.connect(url, token);
    await guest.room.localParticipant.publishTrack(toneTrack(voice), {
      source: Track.Source.Microphone,
      dtx: false,
    });
  },

  /** Shows a picture to the room. */
  async show(): Promise<void> {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [320, 180];
    const context = canvas.getContext('2d')!;
    // A canvas that does not change sends no frames.
    guest.painting = setInterval(() => {
      context.fillStyle = `hsl(${Math.floor(performance.now() / 10) % 360} 80% 50%)`;
      context.fillRect(0, 0, canvas.width, canvas.height);
    }, 50);
    const [track] = canvas.captureStream(20).getVideoTracks();
    await guest.room.localParticipant.publishTrack(track!, {source: Track.Source.Camera});
  },

  /** The picture is gone. */
  async hide(): Promise<void> {
    clearInterval(guest.painting);
    const {track} = guest.room.localParticipant.getTrackPublication(Track.Source.Camera)!;
    await guest.room.localParticipant.unpublishTrack(track!);
  },

  /** The phones in the room, as people see them. */
  phones() {
    return phones().map(({identity, name, attributes}) => ({identity, name, attributes}));
  },

  /** Listens to one phone. */
  async hears(identity: string, frequencies: number[] = []): Promise<Heard> {
    const phone = phones().find((one) => one.identity === identity);
    const track = phone?.getTrackPublication(Track.Source.Microphone)?.track?.mediaStreamTrack;
    if (!track) return {frequency: 0, level: -Infinity, rms: -Infinity, levels: {}};
    return hears(track, {frequencies, duration: 400});
  },
};

export type Guest = typeof guest;
Object.assign(globalThis, {guest});
