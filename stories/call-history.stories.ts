import '@sidetone/elements/define/provider';
import '@sidetone/elements/define/call-history';
import {MemoryCallHistory} from '@sidetone/core';
import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html} from 'lit';
import {sampleHistory} from './support/sample-history.js';
import {shown, staged} from './support/staged.js';

const history = (store: MemoryCallHistory) =>
  staged(() => html`<sidetone-call-history .store=${store}></sidetone-call-history>`);

const meta: Meta = {
  title: 'Elements/Call history',
  component: 'sidetone-call-history',
  render: () => history(sampleHistory()),
};

export default meta;
type Story = StoryObj;

export const Calls: Story = {};

export const Empty: Story = {render: () => history(new MemoryCallHistory())};

export const AskingBeforeItClears: Story = {
  play: async ({canvasElement}) => {
    const element = await shown(canvasElement, 'sidetone-call-history');
    for (let button: HTMLElement | null = null; !button;) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      button = element.shadowRoot!.querySelector('.clear');
      button?.click();
    }
  },
};
