import {Track, type TrackPublication, type TrackPublishOptions} from 'livekit-client';

/**
 * A call that a page mixes into the room is a track of that page's participant: under the caller's name, in a stream of its own that
 * says so, so that it is neither played in step with the host's microphone nor taken for it.
 */
const streamPrefix = 'sidetone-call-';
/** Participant attribute with the caller's number, when it is known. */
const numberPrefix = 'sidetone.call.';

/** Whoever has this attribute holds the room. */
export const awayAttribute = 'sidetone.away';

export function callTrackOptions(callId: string, name: string): TrackPublishOptions {
  return {
    name,
    source: Track.Source.Unknown,
    stream: `${streamPrefix}${callId}`,
    // What comes from a telephone is not always a voice: music on hold must not be taken for silence.
    dtx: false,
    red: false,
  };
}

/** The id of the call that a track carries; undefined for all other tracks. */
export function callOf(publication: TrackPublication): string | undefined {
  const stream = publication.trackInfo?.stream;
  return stream?.startsWith(streamPrefix) ? stream.slice(streamPrefix.length) : undefined;
}

export const numberAttribute = (callId: string): string => `${numberPrefix}${callId}`;
/** The id of a caller's participant. */
export const callerId = (hostId: string, callId: string): string => `${hostId}/${callId}`;
