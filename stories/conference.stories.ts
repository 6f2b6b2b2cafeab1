import '@sidetone/elements/define/provider';
import '@sidetone/elements/define/conference';
import {SidetoneError} from '@sidetone/core';
import type {DialIn, SidetoneConference} from '@sidetone/elements';
import {fakeParticipant} from '@sidetone/core/testing/fakes';
import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html} from 'lit';
import {shown} from './support/staged.js';
import {company, FakeConference, fakeRoom, stagedRoom, withVideo} from './support/staged-room.js';

type Args = Pick<SidetoneConference, 'via' | 'hideIncoming'>;

const dialIn: DialIn = {
  numbers: [{e164: '+41446681800', country: 'CH'}],
  pin: '1234567890',
  language: 'en',
  languages: ['en', 'de', 'fr', 'es', 'it', 'ru'],
};

const conference = ({via, hideIncoming}: Args) =>
  html`<sidetone-conference
    via=${via}
    ?hide-incoming=${hideIncoming}
    .dialIn=${dialIn}
  ></sidetone-conference>`;

const meta: Meta<Args> = {
  title: 'Elements/Conference',
  component: 'sidetone-conference',
  args: {via: 'page', hideIncoming: false},
  argTypes: {via: {control: 'inline-radio', options: ['page', 'server']}},
  render: (args) => stagedRoom(() => conference(args), company),
};

export default meta;
type Story = StoryObj<Args>;

const atTheDoor =
  (facts: Parameters<FakeConference['set']>[0] = {}): NonNullable<Story['render']> =>
  (args) => {
    const room = new FakeConference();
    room.set(facts);
    return stagedRoom(
      () => conference(args),
      () => {},
      room,
    );
  };

const press =
  (part: string): NonNullable<Story['play']> =>
  async ({canvasElement}) => {
    const element = await shown(canvasElement, 'sidetone-conference');
    element.shadowRoot!.querySelector<HTMLElement>(`[part~="${part}"]`)!.click();
  };

export const AtTheDoor: Story = {render: atTheDoor()};

export const Joining: Story = {render: atTheDoor({state: 'joining'})};

export const RoomFull: Story = {render: atTheDoor({state: 'failed', error: new SidetoneError('room-full')})};

/** Four people and two phones: one talks, one rings. */
export const InTheRoom: Story = {};

export const WithVideo: Story = {
  render: (args) =>
    stagedRoom(
      () => conference(args),
      (room) => {
        withVideo(room, {id: 'bob', name: 'Bob Baker', speaking: true, level: 0.5});
        withVideo(room, {id: 'carol', name: 'Carol Nakamura'});
        company(room);
      },
    ),
};

/** A phone is called into the room. */
export const AddingAPhone: Story = {play: press('phone')};

/** How others join by phone. */
export const Numbers: Story = {play: press('numbers')};

/** What can be done with one phone, and no other. */
export const ControllingAPhone: Story = {
  play: async ({canvasElement}) => {
    const element = await shown(canvasElement, 'sidetone-conference');
    const phone = [...element.shadowRoot!.querySelectorAll('sidetone-participant')].find(({leg}) => leg);
    phone!.open = true;
  },
};

/** A call comes in: answering it lets the room wait. */
export const CallComesIn: Story = {
  render: (args) =>
    stagedRoom(
      () => conference(args),
      async (room, {ring}) => {
        company(room);
        await ring('sip:+41446681801@pbx.example', 'Gwen Harper');
      },
    ),
};

/** The room waits for a call, which can be taken into it. */
export const BesideACall: Story = {
  render: (args) =>
    stagedRoom(
      () => conference(args),
      async (room, {talk}) => {
        company(room);
        await talk('gwen');
        room.set({held: true, local: fakeParticipant({id: 'me', name: 'Alice', local: true, away: true})});
      },
    ),
};

/** The call is in the room through this page; the server can take it over. */
export const CallInTheRoom: Story = {
  render: (args) =>
    stagedRoom(
      () => conference(args),
      async (room, {talk}) => {
        const {call} = await talk('gwen');
        room.set({broughtIn: [{call, via: 'page', pending: undefined}]});
        room.show({id: 'gwen', name: 'gwen', kind: 'phone', via: 'page', hostId: 'me'});
      },
    ),
};

/** The connection gets bad: going on by phone is offered. */
export const WeakConnection: Story = {
  render: (args) =>
    stagedRoom(
      () => conference(args),
      company,
      fakeRoom({local: fakeParticipant({id: 'me', name: 'Alice', local: true, quality: 'poor'})}),
    ),
};

export const Reconnecting: Story = {
  render: (args) => stagedRoom(() => conference(args), company, fakeRoom({state: 'reconnecting'})),
};

/** This person is there by phone as well. */
export const OwnPhone: Story = {
  render: (args) =>
    stagedRoom(
      () => conference(args),
      (room) => {
        company(room);
        room.set({
          ownPhone: fakeParticipant({id: 'sip_alice', kind: 'phone'}),
          held: true,
          playback: 'blocked',
        });
      },
    ),
};
