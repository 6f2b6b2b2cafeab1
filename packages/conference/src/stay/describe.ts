import type {ConnectionQuality, Participant, ParticipantVideo, PhoneLeg} from '@sidetone/core';
import {
  ParticipantKind,
  RemoteTrack,
  Track,
  type Participant as LiveKitParticipant,
  type TrackPublication,
} from 'livekit-client';
import {awayAttribute, callerId, callOf, numberAttribute} from './call-track.js';

/** What is known here besides what LiveKit says. */
export interface Surroundings {
  /** The phone leg whose participant this is. */
  legOf(participant: LiveKitParticipant): PhoneLeg | undefined;
  /** How loud a caller is whom this page mixes in, 0 to 1. */
  ownCallLevel(callId: string): number;
}

/** `true` on the participant of a phone whose place in the room is ready, and who is about to come. */
const expectedAttribute = 'sidetone.expected';
/** Below this a voice among others of the same participant does not speak. */
const audible = 0.02;

/** A participant as people see them, and behind it the callers whom their page mixes in. A phone that is expected is not there yet. */
export function describe(one: LiveKitParticipant, around: Surroundings): Participant[] {
  if (one.attributes[expectedAttribute] === 'true') return [];
  const published = [...one.audioTrackPublications.values()];
  const callers = published.filter((publication) => callOf(publication) !== undefined);
  const microphone = one.getTrackPublication(Track.Source.Microphone);
  const phone = one.kind === ParticipantKind.SIP;
  const name = one.name || one.attributes['sip.phoneNumber'] || one.identity;
  const level = callers.length ? levelOf(microphone) : one.audioLevel;
  const shared = {quality: one.connectionQuality as ConnectionQuality, leg: undefined, away: false};
  return [
    {
      ...shared,
      id: one.identity,
      name,
      kind: phone ? 'phone' : 'person',
      local: one.isLocal,
      muted: !microphone || microphone.isMuted,
      away: one.attributes[awayAttribute] === 'true',
      speaking: one.isSpeaking && (!callers.length || level > audible),
      level,
      audio: streamOf(microphone),
      videos: videosOf(one),
      number: phone ? one.attributes['sip.phoneNumber'] || undefined : undefined,
      leg: phone ? around.legOf(one) : undefined,
      via: phone ? 'server' : undefined,
      hostId: undefined,
    },
    ...callers.map((publication): Participant => {
      const callId = callOf(publication)!;
      const callerLevel = one.isLocal ? around.ownCallLevel(callId) : levelOf(publication);
      return {
        ...shared,
        id: callerId(one.identity, callId),
        name: publication.trackName || name,
        kind: 'phone',
        local: false,
        muted: publication.isMuted,
        speaking: callerLevel > audible,
        level: callerLevel,
        audio: streamOf(publication),
        videos: [],
        number: one.attributes[numberAttribute(callId)],
        via: 'page',
        hostId: one.identity,
      };
    }),
  ];
}

/** As the sender measured it (RFC 6464), 0 to 1. */
function levelOf(publication: TrackPublication | undefined): number {
  const track = publication?.track;
  if (!(track instanceof RemoteTrack) || publication?.isMuted) return 0;
  const [source] = track.receiver?.getSynchronizationSources() ?? [];
  return source?.audioLevel ?? 0;
}

function videosOf(one: LiveKitParticipant): ParticipantVideo[] {
  return [...one.videoTrackPublications.values()].flatMap((publication) => {
    const stream = publication.isMuted ? undefined : streamOf(publication);
    const source = publication.source === Track.Source.ScreenShare ? 'screen' : 'camera';
    return stream ? [{id: publication.trackSid, source, stream}] : [];
  });
}

const streams = new WeakMap<MediaStreamTrack, MediaStream>();

/** The same stream for the same track, so that nobody plays it anew. */
function streamOf(publication: TrackPublication | undefined): MediaStream | undefined {
  const track = publication?.track?.mediaStreamTrack;
  if (!track) return undefined;
  let stream = streams.get(track);
  if (!stream) streams.set(track, (stream = new MediaStream([track])));
  return stream;
}
