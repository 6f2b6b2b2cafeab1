import '@sidetone/elements/define/device-picker';
import {SidetoneError} from '@sidetone/core';
import {BrowserAudio} from '@sidetone/media';
import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html} from 'lit';

/** One for all stories: the browser has one microphone to give. */
const audio = new BrowserAudio();

const picker = (of: BrowserAudio) => html`<sidetone-device-picker .audio=${of}></sidetone-device-picker>`;

/** Audio with something in its way. */
function troubled(part: 'microphone' | 'playback', error?: SidetoneError): BrowserAudio {
  const made = new BrowserAudio({storage: null});
  if (part === 'microphone') Object.defineProperty(made.microphone, 'error', {value: error});
  else Object.defineProperty(made, 'playback', {value: 'blocked'});
  return made;
}

const meta: Meta = {
  title: 'Elements/Device picker',
  component: 'sidetone-device-picker',
  render: () => picker(audio),
};

export default meta;
type Story = StoryObj;

/** The devices of this computer. */
export const Devices: Story = {};

export const MicrophoneBlocked: Story = {
  render: () => picker(troubled('microphone', new SidetoneError('microphone-denied'))),
};

export const MicrophoneBusy: Story = {
  render: () => picker(troubled('microphone', new SidetoneError('microphone-busy'))),
};

export const MicrophoneUnplugged: Story = {
  render: () => picker(troubled('microphone', new SidetoneError('microphone-lost'))),
};

export const SoundBlocked: Story = {render: () => picker(troubled('playback'))};
