import type {Phone} from '@sidetone/core';
import {BrowserAudio} from '@sidetone/media';
import type {ConferenceSettings, WhileAway} from '../conference-loader.js';
import type {RoomAccess} from '../dial-in/fetch-dial-in.js';
import type {PhoneSettings} from './phone-settings.js';

type RoomElement = Pick<PhoneSettings, 'gateway' | 'session' | 'audio'> & {
  room: string;
  whileAway: WhileAway;
  phone: Phone | undefined;
};

/** What makes it another room. */
export const roomSettings = ['gateway', 'room', 'session'] as const;

/** The room that an element names, and where it is known; undefined while it names none. */
export function roomAccess({
  gateway,
  room,
  session,
}: Pick<RoomElement, 'gateway' | 'room' | 'session'>): RoomAccess | undefined {
  return room ? {gateway: gateway.trim(), room, session} : undefined;
}

/** What its conference is made of; undefined while there is no gateway, or no room. */
export function conferenceSettings(element: RoomElement): ConferenceSettings | undefined {
  const {phone, audio, whileAway} = element;
  const {gateway, room, session} = roomAccess(element) ?? {};
  if (!gateway || !room) return undefined;
  return {
    gateway,
    room,
    whileAway,
    ...(session !== undefined && {token: session}),
    ...(phone && {phone}),
    ...(audio instanceof BrowserAudio && {audio}),
  };
}
