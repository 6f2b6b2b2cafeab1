import {createContext} from '@lit/context';
import type {Call, Conference, Phone, Recording} from '@sidetone/core';
import type {RoomAccess} from './dial-in/fetch-dial-in.js';

/** The nearest provider's phone. The key is a string, so that two copies of the library on a page agree. */
export const phoneContext = createContext<Phone | undefined>('sidetone-phone');

/** The call that elements without a `call` of their own are about: the active one, or for 5 s the one that just ended. */
export const callContext = createContext<Call | undefined>('sidetone-call');

/** Calls that are being recorded. */
export const recordingsContext = createContext<ReadonlyMap<Call, Recording>>('sidetone-recordings');

/** The room that a page is in, or may join. */
export const conferenceContext = createContext<Conference | undefined>('sidetone-conference');

/** Which room that is, and the gateway that knows its telephone numbers. */
export const roomContext = createContext<RoomAccess | undefined>('sidetone-room');
