import {formatNumber, type CallCause, type CallStatus, type Participant, type PhoneLeg} from '@sidetone/core';
import {inRoom, isSilent} from '../leg-controls/leg-controls.core.js';

/** Somebody in the room, or a phone that is called into it. */
export interface Somebody {
  participant: Participant | undefined;
  leg: PhoneLeg | undefined;
  /** Whose page mixes this phone in. */
  host: Participant | undefined;
}

export type Note = 'you' | 'away' | 'throughYours' | 'through';

export interface SomebodyView {
  kind: Participant['kind'];
  name: string;
  /** Of a person: one or two letters for the picture. */
  initials: string;
  /** Of a phone, unless its name says it already. */
  number: string | undefined;
  /** For the badge of a phone. */
  status: CallStatus | undefined;
  cause: CallCause | undefined;
  /** Since when they talk, ms since the epoch. */
  since: number | undefined;
  note: Note | undefined;
  /** What the room hears of them: nothing is known of a phone that is not in the room yet. */
  microphone: 'on' | 'off' | undefined;
  /** They hear nothing of the room. */
  deafened: boolean;
  weak: boolean;
  /** The phone can be controlled: with all that a call offers, or only hung up. */
  controls: 'all' | 'hangup' | 'none';
}

export function somebodyView({participant, leg, host}: Somebody): SomebodyView {
  const given = leg?.name ?? participant?.name ?? '';
  const number = leg?.number ?? participant?.number;
  const shortened = number !== undefined && isShortened(given, number);
  // Who controls several phones must be able to tell them apart.
  const name = shortened && leg?.controllable ? formatNumber(number) : given;
  const kind = leg ? 'phone' : (participant?.kind ?? 'person');
  const ended = leg?.ended ?? false;
  return {
    kind,
    name,
    initials: initials(name),
    number: number && !shortened && bare(number) !== bare(name) ? number : undefined,
    status: leg?.status ?? (kind === 'phone' ? 'connected' : undefined),
    cause: leg?.cause,
    since: leg?.connectedAt,
    note: noteOf(participant, host),
    microphone: microphoneOf(participant, leg),
    deafened: leg !== undefined && !ended && isSilent(leg.muted, 'speaker'),
    weak: participant?.quality === 'poor' || participant?.quality === 'lost',
    controls: !leg?.controllable || ended ? 'none' : inRoom(leg) ? 'all' : 'hangup',
  };
}

/** Its place in a list that is drawn again and again. */
export function keyOf({participant, leg}: Somebody): string {
  return leg ? `leg ${leg.id}` : `participant ${participant?.id}`;
}

/**
 * Everybody in reading order: this person, the others as they came, then phones as they were called or dialled in, so that nobody
 * moves when a phone is answered or hangs up.
 */
export function everybody(
  local: Participant | undefined,
  participants: readonly Participant[],
  legs: readonly PhoneLeg[],
): Somebody[] {
  const all = [...(local ? [local] : []), ...participants];
  const known = new Set(legs);
  const hostOf = ({hostId}: Participant) => all.find(({id}) => id === hostId);
  const people = all
    .filter(({leg}) => !leg || !known.has(leg))
    .map((participant) => ({participant, leg: participant.leg, host: hostOf(participant)}));
  const phones = legs.map((leg) => ({
    participant: all.find((one) => one.leg === leg || one.id === leg.participantId),
    leg,
    host: undefined,
  }));
  const onPhone = new Set(phones.map(({participant}) => participant));
  return [...people.filter(({participant}) => !onPhone.has(participant)), ...phones];
}

function noteOf(participant: Participant | undefined, host: Participant | undefined): Note | undefined {
  if (participant?.away) return 'away';
  if (participant?.local) return 'you';
  if (participant?.via !== 'page' || !host) return undefined;
  return host.local ? 'throughYours' : 'through';
}

function microphoneOf(
  participant: Participant | undefined,
  leg: PhoneLeg | undefined,
): SomebodyView['microphone'] {
  if (leg && !inRoom(leg)) return undefined;
  if (!participant && !leg) return undefined;
  const silent = leg ? isSilent(leg.muted, 'microphone') || leg.status === 'held' : false;
  return silent || participant?.muted ? 'off' : 'on';
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const chosen = words.length > 1 ? [words[0]!, words.at(-1)!] : words;
  return chosen.map((word) => [...word][0]!.toLocaleUpperCase()).join('');
}

/** `+41 44 668 •• ••` for +41446681800: no name of its own. */
function isShortened(name: string, number: string): boolean {
  const [, shown = '', hidden = ''] = /^([+\d]*)([\d•…*·]*)$/u.exec(bare(name)) ?? [];
  return shown.length > 1 && /[•…*·]/u.test(hidden) && bare(number).startsWith(shown);
}

function bare(text: string): string {
  return text.replace(/[\s().-]/g, '').toLowerCase();
}
