import '@sidetone/elements/define/provider';
import '@sidetone/elements/define/incoming-call';
import {SidetoneError} from '@sidetone/core';
import type {SidetoneIncomingCall} from '@sidetone/elements';
import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html} from 'lit';
import {shown, staged} from './support/staged.js';

type Args = Pick<SidetoneIncomingCall, 'voicemail'>;

const sheet = ({voicemail}: Args) =>
  html`<sidetone-incoming-call ?voicemail=${voicemail}></sidetone-incoming-call>`;

const meta: Meta<Args> = {
  title: 'Elements/Incoming call',
  component: 'sidetone-incoming-call',
  args: {voicemail: false},
  render: (args) =>
    staged(
      () => sheet(args),
      ({ring}) => ring('sip:+41446681800@pbx.example', 'Bob Baker'),
    ),
};

export default meta;
type Story = StoryObj<Args>;

export const Ringing: Story = {};

export const WithVoicemail: Story = {args: {voicemail: true}};

export const NumberOnly: Story = {
  render: (args) =>
    staged(
      () => sheet(args),
      ({ring}) => ring('sip:+41446681800@pbx.example', ''),
    ),
};

export const ForOneOfSeveralAccounts: Story = {
  render: (args) =>
    staged(
      () => sheet(args),
      ({phone, ring}) => {
        phone.addAccount({
          aor: 'sip:desk@pbx.example',
          server: 'wss://pbx.example/ws',
          displayName: 'Front desk',
        });
        return ring();
      },
    ),
};

/** Answering failed for want of a microphone: the remedy is said, and the call rings on. */
export const MicrophoneBlocked: Story = {
  render: (args) =>
    staged(
      () => sheet(args),
      ({audio, ring}) => {
        audio.failure = new SidetoneError('microphone-denied');
        return ring();
      },
    ),
  play: async ({canvasElement}) => {
    const element = await shown(canvasElement, 'sidetone-incoming-call');
    element.shadowRoot!.querySelector<HTMLElement>('.answer')!.click();
  },
};

/** Everything about the caller can be replaced or added to. */
export const Slotted: Story = {
  render: () =>
    staged(
      () => html`
        <sidetone-incoming-call>
          <strong slot="avatar" style="padding: 14px; border-radius: 8px; background: #ffe08a; color: #3b2b00"
            >BB</strong
          >
          <small>Customer since 2019</small>
        </sidetone-incoming-call>
      `,
      ({ring}) => ring(),
    ),
};
