import type {Microphone} from '@sidetone/core';
import {ParticipantEvent, type LocalParticipant} from 'livekit-client';
import {expect, it, vi} from 'vitest';
import {Voice} from './voice.js';

const device = (name: string) => ({name, enabled: true}) as unknown as MediaStreamTrack;

/** A microphone whose devices change, and a room that publishes it. */
function room() {
  const lease = Object.assign(new EventTarget(), {track: device('headset'), release: vi.fn()});
  const published = {
    mediaStreamTrack: lease.track,
    replaceTrack: vi.fn(async (track: MediaStreamTrack) => void (published.mediaStreamTrack = track)),
    mute: vi.fn(),
    unmute: vi.fn(),
  };
  const listeners = new Map<string, () => void>();
  const participant = {
    publishTrack: vi.fn(async () => ({track: published})),
    on: (event: string, listener: () => void) => listeners.set(event, listener),
    off: (event: string) => listeners.delete(event),
  };
  const microphone = {acquire: async () => lease} as unknown as Microphone;
  const voice = new Voice(microphone, participant as unknown as LocalParticipant, {silent: false});
  const unplug = () => {
    lease.track = device('built-in');
    lease.dispatchEvent(new Event('track'));
    return lease.track;
  };
  const publishedAnew = () => listeners.get(ParticipantEvent.LocalTrackPublished)?.();
  return {voice, participant, published, publishedAnew, unplug};
}

it('has another device in the room as soon as the page has it, also while the first is being published', async () => {
  const {voice, participant, published, unplug} = room();
  let other: MediaStreamTrack | undefined;
  participant.publishTrack.mockImplementationOnce(async () => {
    other = unplug();
    return {track: published};
  });
  await voice.open();
  expect(published.mediaStreamTrack).toBe(other);
  const third = unplug();
  await vi.waitFor(() => expect(published.mediaStreamTrack).toBe(third));
  voice.close();
});

it('has the device that the page got while the room was away once it is back', async () => {
  const {voice, published, publishedAnew, unplug} = room();
  await voice.open();
  published.replaceTrack.mockRejectedValueOnce(new Error('unable to replace an unpublished track'));
  const other = unplug();
  await vi.waitFor(() => expect(published.replaceTrack).toHaveBeenCalledOnce());
  publishedAnew();
  await vi.waitFor(() => expect(published.mediaStreamTrack).toBe(other));
  voice.close();
});
