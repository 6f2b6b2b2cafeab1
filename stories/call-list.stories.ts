import '@sidetone/elements/define/provider';
import '@sidetone/elements/define/call-list';
import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html} from 'lit';
import {staged} from './support/staged.js';

const list = () => html`<sidetone-call-list></sidetone-call-list>`;

const meta: Meta = {title: 'Elements/Call list', component: 'sidetone-call-list', render: () => staged(list)};

export default meta;
type Story = StoryObj;

export const Empty: Story = {};

/** One is held, one talks, one rings. */
export const CallWaiting: Story = {
  render: () =>
    staged(list, async ({talk, ring}) => {
      await talk('carol');
      await talk('bob');
      await ring('sip:dave@pbx.example', 'Dave Longname-Fitzgerald');
    }),
};

/** With three or more, one picks which to merge. */
export const ThreeCalls: Story = {
  render: () =>
    staged(list, async ({talk}) => {
      for (const target of ['carol', 'bob', 'erin']) await talk(target);
    }),
};

export const Merged: Story = {
  render: () =>
    staged(list, async ({phone, talk}) => {
      const first = await talk('carol');
      const second = await talk('bob');
      await phone.merge(first.call, second.call);
    }),
};
