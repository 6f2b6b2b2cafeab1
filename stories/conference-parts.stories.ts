import '@sidetone/elements/define/provider';
import '@sidetone/elements/define/bring-in';
import '@sidetone/elements/define/dial-out';
import '@sidetone/elements/define/leg-controls';
import '@sidetone/elements/define/participant';
import {fakeParticipant} from '@sidetone/core/testing/fakes';
import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html} from 'lit';
import {FakeLeg, stagedRoom} from './support/staged-room.js';

/** What a conference is assembled from; each works alone inside a provider. */
const meta: Meta = {title: 'Elements/Conference parts', component: 'sidetone-participant'};

export default meta;

/** People: speaking, muted, away. */
export const People: StoryObj = {
  render: () =>
    stagedRoom(
      () => html`
        ${[
          fakeParticipant({id: '1', name: 'Bob Baker', speaking: true, level: 0.8}),
          fakeParticipant({id: '2', name: 'Dr. Alexandra von Hohenstein-Wittelsbach', muted: true}),
          fakeParticipant({id: '3', name: 'Carol', away: true, quality: 'poor'}),
        ].map((one) => html`<sidetone-participant .participant=${one}></sidetone-participant><br />`)}
      `,
    ),
};

/** Phones, from the call to its end. */
export const Phones: StoryObj = {
  render: () =>
    stagedRoom(
      () => html`
        ${(['accepted', 'ringing', 'connected', 'held', 'rejected', 'cleared'] as const).map((status) => {
          const leg = new FakeLeg(status, {
            name: 'Erna Müller',
            number: '+41446681800',
            status,
            ...(status === 'rejected' && {cause: 'busy'}),
            ...(status === 'cleared' && {cause: 'remote-hung-up'}),
          });
          return html`<sidetone-participant .leg=${leg}></sidetone-participant><br />`;
        })}
      `,
    ),
};

export const ControlsOfOnePhone: StoryObj = {
  render: () => {
    const leg = new FakeLeg('1', {name: 'Erna Müller', status: 'connected', muted: 'microphone'});
    return stagedRoom(() => html`<sidetone-leg-controls .leg=${leg}></sidetone-leg-controls>`);
  },
};

export const DialOut: StoryObj = {
  render: () => stagedRoom(() => html`<sidetone-dial-out></sidetone-dial-out>`),
};

/** One call talks while the room waits, another is in the room. */
export const BringIn: StoryObj = {
  render: () =>
    stagedRoom(
      () => html`<sidetone-bring-in></sidetone-bring-in>`,
      async (room, {talk}) => {
        const {call} = await talk('gwen');
        await talk('carol');
        room.set({held: true, broughtIn: [{call, via: 'page', pending: undefined}]});
      },
    ),
};
