import {SidetoneError, type Conference} from '@sidetone/core';
import {FakeConference, FakeLeg, fakeParticipant} from '@sidetone/core/testing/fakes';
import {html} from 'lit';
import {afterEach, describe, expect, it, vi} from 'vitest';
import {userEvent} from 'vitest/browser';
import '../define/conference.js';
import '../define/softphone.js';
import type {ConferenceSettings} from '../conference-loader.js';
import type {DialIn} from '../dial-in/dial-in.core.js';
import {
  deep,
  enter,
  fakePhone,
  fakeRoom,
  fixture,
  mount,
  phoneInRoom,
  settled,
  testElement,
  until,
  type Fixture,
} from '../testing/index.js';
import {SidetoneConference} from './conference.js';

type Made = Pick<Fixture<SidetoneConference>, 'element'>;

const dialIn: DialIn = {numbers: [{e164: '+41446681800'}], pin: '1234567890'};
const template = () => html`<sidetone-conference .dialIn=${dialIn}></sidetone-conference>`;
const find = <E extends HTMLElement>({element}: Made, selector: string) =>
  element.shadowRoot!.querySelector<E>(selector);
const part = (made: Made, name: string) => find(made, `[part~="${name}"]`);
/** What a person reads, through all shadow roots. */
const words = ({element}: Made) =>
  [element, ...deep(element.shadowRoot!)]
    .flatMap((one) => [...(one.shadowRoot?.childNodes ?? []), ...one.childNodes])
    .filter(({nodeType}) => nodeType === Node.TEXT_NODE)
    .map(({textContent}) => textContent!.trim())
    .filter(Boolean)
    .join(' ')
    .replace(/\s+/g, ' ');
const announced = () =>
  [...(document.getElementById('sidetone-announcements')?.children ?? [])].map((line) => line.textContent);
const tiles = (made: Made) => [...made.element.shadowRoot!.querySelectorAll('sidetone-participant')];

afterEach(() => void vi.restoreAllMocks());

async function joined(room = fakeRoom()) {
  const made = await fixture<SidetoneConference>(template());
  await enter(made, room);
  return {...made, room};
}

async function press(made: Made, name: string) {
  part(made, name)!.click();
  await settled(document);
}

testElement<SidetoneConference>({
  tag: 'sidetone-conference',
  element: SidetoneConference,
  define: (again) => import(/* @vite-ignore */ `../define/conference.js${again}`),
  template,
  states: {
    'before the room': (made) => enter(made, new FakeConference()),
    failed: (made) =>
      enter(made, fakeRoom({state: 'failed', local: undefined, error: new SidetoneError('room-full')})),
    'with people and phones': async (made) => {
      const room = await enter(made);
      phoneInRoom(room);
      room.addLeg(new FakeLeg('r', {name: 'Otto', status: 'ringing'}));
      await settled(document);
      await press(made, 'phone');
    },
    'beside a call, with a weak connection': async (made) => {
      const room = await enter(made);
      await made.talk('carol');
      room.set({held: true, local: fakeParticipant({id: 'me', name: 'Alice', local: true, quality: 'poor'})});
      await settled(document);
      await press(made, 'numbers');
    },
  },
  keyboard: async (made) => {
    const room = await enter(made, new FakeConference());
    await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => made.element.shadowRoot!.activeElement).toBe(part(made, 'mute'));
    await userEvent.keyboard(' ');
    await expect.poll(() => room.muted).toBe(true);
    await settled(document);
    for (let stop = 0; stop < 2; stop++) await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    await settled(document);
    await userEvent.keyboard('{Escape}');
    expect(made.element.shadowRoot!.activeElement).toBe(part(made, 'phone'));
    for (let stop = 0; stop < 2; stop++) await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => room.state).toBe('left');
    await expect.poll(() => made.element.shadowRoot!.activeElement).toBe(part(made, 'join'));
  },
});

describe('the door', () => {
  it('joins, and says so', async () => {
    const made = await joined(new FakeConference());
    await press(made, 'join');
    await expect.poll(() => tiles(made)).toHaveLength(1);
    expect(made.element.matches(':state(joined)')).toBe(true);
    await expect.poll(announced).toContain('You are in the room.');
    expect(part(made, 'room')!.textContent).toBe('standup');
  });

  it('is busy while joining, and can be given up', async () => {
    const room = new FakeConference();
    room.gate = new Promise(() => {});
    const made = await joined(room);
    await press(made, 'join');
    expect(part(made, 'join')).toMatchObject({ariaBusy: 'true'});
    expect(words(made)).toContain('Joining …');
    await press(made, 'cancel');
    expect(room.requests).toEqual(['join', 'leave']);
  });

  it.each([
    ['room-token-refused', 'did not accept this invitation'],
    ['room-full', 'The room is full'],
    ['room-unreachable', 'cannot be reached'],
  ] as const)('says in plain words why not: %s', async (code, said) => {
    const room = new FakeConference();
    room.failure = new SidetoneError(code);
    const made = await joined(room);
    const told: string[] = [];
    made.provider.addEventListener('sidetone-error', ({error}) => told.push(error.code));
    await press(made, 'join');
    await expect.poll(() => words(made)).toContain(said);
    expect(told).toEqual([code]);
    room.failure = undefined;
    await press(made, 'join');
    await expect.poll(() => room.state).toBe('joined');
  });

  it('says why somebody is out of the room again', async () => {
    const made = await joined();
    const told: string[] = [];
    made.provider.addEventListener('sidetone-error', ({error}) => told.push(error.code));
    made.room.set({state: 'failed', local: undefined, error: new SidetoneError('room-removed')});
    await settled(document);
    expect(words(made)).toContain('You were removed from the room.');
    expect(told).toEqual(['room-removed']);
    await expect.poll(announced).toContain('You were removed from the room.');
  });

  it('shows how to join by phone instead', async () => {
    const made = await joined(new FakeConference());
    await press(made, 'by-phone');
    expect(words(made)).toContain('123 456 7890');
  });
});

describe('the room', () => {
  it('lists everybody once: this person, people, then phones', async () => {
    const made = await joined();
    phoneInRoom(made.room);
    made.room.addLeg(new FakeLeg('r', {name: 'Otto', status: 'ringing'}));
    await settled(document);
    expect(tiles(made).map(({participant, leg}) => leg?.name ?? participant?.name)).toEqual([
      'Alice',
      'Bob Baker',
      'Erna',
      'Otto',
    ]);
    expect(words(made)).toContain('3 in the room');
    expect(words(made)).toMatch(/Otto Ringing/);
  });

  it('follows a phone from the call to its end', async () => {
    const made = await joined();
    const leg = made.room.addLeg(new FakeLeg('1', {name: 'Erna', status: 'accepted'}));
    for (const [status, said] of [
      ['accepted', 'Calling'],
      ['ringing', 'Ringing'],
      ['connected', 'Connected'],
      ['held', 'On hold'],
    ] as const) {
      leg.set({status});
      await settled(document);
      expect(words(made)).toContain(said);
    }
    leg.set({status: 'cleared', cause: 'remote-hung-up'});
    await expect.poll(announced).toContain('Erna: Call ended, The other side hung up');
    made.room.removeLeg(leg);
    await settled(document);
    expect(words(made)).not.toContain('Erna');
  });

  it('says who comes and goes', async () => {
    const made = await joined();
    made.room.show({id: 'eve', name: 'Eve'});
    await expect.poll(announced).toContain('Eve has joined.');
    made.room.drop('eve');
    await expect.poll(announced).toContain('Eve has left.');
  });

  it('calls a phone into the room', async () => {
    const made = await joined();
    await press(made, 'phone');
    await userEvent.keyboard('+41446681800{Enter}');
    await expect.poll(() => made.room.requests).toEqual(['dialOut +41446681800']);
    await settled(document);
    expect(tiles(made)).toHaveLength(3);
  });

  it('calls a phone that leaves the room with this person', async () => {
    const made = await joined();
    made.element.setAttribute('calls-end-with-me', '');
    await press(made, 'phone');
    await userEvent.keyboard('bob{Enter}');
    await expect.poll(() => made.room.requests).toEqual(['dialOut bob endsWithMe']);
  });

  it('offers no phones where none can be called', async () => {
    const made = await joined(fakeRoom({canDialOut: false}));
    expect(part(made, 'phone')).toBeNull();
  });

  it('mutes when the room says so, not when it was pressed', async () => {
    const made = await joined();
    let answer = () => {};
    made.room.gate = new Promise((resolve) => (answer = resolve));
    await press(made, 'mute');
    expect(part(made, 'mute')).toMatchObject({ariaPressed: 'false', ariaBusy: 'true'});
    answer();
    await expect.poll(() => part(made, 'mute')!.ariaPressed).toBe('true');
    expect(made.element.matches(':state(muted)')).toBe(true);
  });

  it('says that the mute is the room’s when there is a call too', async () => {
    const made = await joined();
    expect(part(made, 'mute')!.textContent!.trim()).toBe('Mute');
    await made.talk('carol');
    await settled(document);
    expect(part(made, 'mute')!.textContent!.trim()).toBe('Mute in the room');
  });

  it('steps out, says so, and comes back', async () => {
    const made = await joined();
    await press(made, 'hold');
    await expect.poll(() => words(made)).toContain('You have stepped out. The room does not hear you.');
    find(made, '.back')!.click();
    await expect.poll(() => made.room.requests).toEqual(['hold silent', 'resume']);
    await settled(document);
    expect(words(made)).not.toContain('stepped out');
  });

  it('says that it reconnects, and when that is over', async () => {
    const made = await joined();
    made.room.set({state: 'reconnecting'});
    await settled(document);
    expect(words(made)).toContain('The connection to the room is interrupted. Reconnecting …');
    expect(tiles(made)).toHaveLength(2);
    made.room.set({state: 'joined'});
    await expect.poll(announced).toContain('You are back in the room.');
  });

  it('is allowed to sound by a press', async () => {
    const made = await joined(fakeRoom({playback: 'blocked'}));
    find(made, '.unblock')!.click();
    await expect.poll(() => made.room.requests).toEqual(['unblock']);
  });

  it('tells the page what happens in it', async () => {
    const made = await joined();
    const told: string[] = [];
    for (const name of [
      'sidetone-conference-change',
      'sidetone-participant',
      'sidetone-leg-change',
      'sidetone-room-digit',
    ] as const)
      document.addEventListener(name, ({type}) => told.push(type), {once: true});
    made.room.set({muted: true});
    phoneInRoom(made.room);
    made.room.press('sip-leg-1', '5');
    expect(told.sort()).toEqual([
      'sidetone-conference-change',
      'sidetone-leg-change',
      'sidetone-participant',
      'sidetone-room-digit',
    ]);
  });
});

describe('a call during the conference', () => {
  it('is answered above the people, and taken into the room', async () => {
    const made = await joined();
    const {call} = await made.ring();
    await settled(document);
    const sheet = [...deep(made.element.shadowRoot!)].find(
      (one) => one.localName === 'sidetone-incoming-call',
    )!;
    sheet.shadowRoot!.querySelector<HTMLElement>('.answer')!.click();
    await until(call, () => call.status === 'connected');
    await settled(document);
    [...deep(made.element.shadowRoot!)]
      .find((one) => one.matches('[part="bring-in"]'))!
      .dispatchEvent(new MouseEvent('click'));
    await expect.poll(() => made.room.requests).toEqual(['bringIn page']);
    await settled(document);
    expect(words(made)).toContain('Bob is in the room through this page, until you leave.');
  });
});

describe('a weak connection', () => {
  const weak = () => fakeParticipant({id: 'me', name: 'Alice', local: true, quality: 'poor'});

  it('offers to go on by phone: calls the room, and leaves it once the phone is in', async () => {
    const made = await joined();
    made.room.set({local: weak()});
    await settled(document);
    expect(words(made)).toContain('Your connection is weak. You can stay in the room by phone.');
    find(made, '.stay')!.click();
    await expect.poll(() => made.phone.calls[0]?.sipCallId).toBeDefined();
    made.engine.lastSession.accept();
    const call = made.phone.calls[0]!;
    await until(call, () => call.status === 'connected');
    await expect.poll(() => made.connections.at(-1)!.dtmf.played.replaceAll(',', '')).toBe('1234567890#');
    expect(made.room.requests).toEqual([]);
    made.room.set({ownPhone: fakeParticipant({id: 'sip_alice', kind: 'phone'})});
    await expect.poll(() => made.room.state).toBe('left');
    await settled(document);
    expect(words(made)).toContain('You are in the room by phone.');
    expect(call.status).toBe('connected');
  });

  it('can be lived with, until it was good in between', async () => {
    const made = await joined(fakeRoom({local: weak()}));
    find(made, '.decline')!.click();
    await settled(document);
    expect(words(made)).not.toContain('Your connection is weak');
    made.room.set({local: fakeParticipant({id: 'me', local: true, quality: 'good'})});
    await settled(document);
    made.room.set({local: weak()});
    await settled(document);
    expect(words(made)).toContain('Your connection is weak');
  });

  it('shows the number where the page has no phone', async () => {
    const alone = {element: await mount<SidetoneConference>(template())};
    alone.element.conference = fakeRoom({local: weak()});
    await settled(document);
    find(alone, '.stay')!.click();
    await settled(document);
    expect(words(alone)).toContain('123 456 7890');
  });

  it('says when this person is there twice', async () => {
    const made = await joined(fakeRoom({ownPhone: fakeParticipant({id: 'sip_alice', kind: 'phone'})}));
    expect(words(made)).toContain('This page is silent, so that nothing is heard twice.');
  });
});

describe('a room of its own', () => {
  /** Makes fakes, and remembers of what. */
  function maker() {
    const made: ConferenceSettings[] = [];
    const rooms: FakeConference[] = [];
    const makeConference = (settings: ConferenceSettings): Conference => {
      made.push(settings);
      rooms.push(new FakeConference());
      return rooms.at(-1)!;
    };
    return {made, rooms, makeConference};
  }

  it('is made when somebody joins, by address and token, which the page does not show', async () => {
    const {made, rooms, makeConference} = maker();
    const element = await mount<SidetoneConference>(
      html`<sidetone-conference
        url="wss://livekit.example"
        token="top secret"
        while-away="ducked"
        .makeConference=${makeConference}
      ></sidetone-conference>`,
    );
    expect(element.outerHTML).not.toContain('top secret');
    expect(made).toEqual([]);
    await element.join();
    expect(made).toEqual([{url: 'wss://livekit.example', token: 'top secret', whileAway: 'ducked'}]);
    expect(element.conference).toBe(rooms[0]);
    await settled(document);
    expect(element.matches(':state(joined)')).toBe(true);
    element.remove();
    await expect.poll(() => rooms[0]!.state).toBe('left');
  });

  it('has the phone, gateway and session of the provider', async () => {
    const {made, rooms, makeConference} = maker();
    const fake = fakePhone();
    const {provider, element} = await fixture<SidetoneConference>(
      html`<sidetone-conference
        room="standup"
        .dialIn=${dialIn}
        .makeConference=${makeConference}
      ></sidetone-conference>`,
      fake,
    );
    Object.assign(provider, {gateway: 'https://gw.example', session: 'secret', room: 'other'});
    await settled(document);
    await element.join();
    expect(made).toEqual([
      {
        gateway: 'https://gw.example',
        room: 'standup',
        token: 'secret',
        phone: fake.phone,
        whileAway: 'silent',
      },
    ]);
    expect(provider.conference).toBeUndefined();
    expect(element.conference).toBe(rooms[0]);
  });

  it('is the provider’s where the element names none, made once and left when the provider goes', async () => {
    const {made, rooms, makeConference} = maker();
    const {provider, element} = await fixture<SidetoneConference>(template());
    Object.assign(provider, {gateway: 'https://gw.example', room: 'standup', makeConference});
    element.autoJoin = true;
    await expect.poll(() => rooms[0]?.state).toBe('joined');
    expect(element.conference).toBe(rooms[0]);
    expect(provider.conference).toBe(rooms[0]);
    provider.room = 'other';
    provider.whileAway = 'ducked';
    await settled(document);
    expect(provider.conference, 'nobody is thrown out of a room').toBe(rooms[0]);
    await element.leave();
    await element.join();
    expect(made.map(({room, whileAway}) => [room, whileAway])).toEqual([
      ['standup', 'silent'],
      ['other', 'ducked'],
    ]);
    provider.remove();
    await expect.poll(() => rooms[1]!.state).toBe('left');
  });

  it('is wished for where there is none', async () => {
    const element = await mount<SidetoneConference>(html`<sidetone-conference></sidetone-conference>`);
    expect(words({element})).toContain('No room has been chosen.');
    expect(part({element}, 'join')).toBeNull();
  });

  it('says what is wrong with its configuration', async () => {
    const made = await fixture<SidetoneConference>(
      html`<sidetone-conference
        url="wss://livekit.example"
        .makeConference=${() => {
          throw new SidetoneError('configuration-invalid', {detail: 'conference: give url and token'});
        }}
      ></sidetone-conference>`,
    );
    await press(made, 'join');
    await expect.poll(() => words(made)).toContain('conference: give url and token');
  });
});
