import '@sidetone/elements/define/level-meter';
import {BrowserAudio, pageContext} from '@sidetone/media';
import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html} from 'lit';

const audio = new BrowserAudio();

/** A tone that swells and fades every two seconds. */
function swellingTone(): MediaStream {
  const {context} = pageContext().use();
  const tone = new OscillatorNode(context, {frequency: 440});
  const swell = new OscillatorNode(context, {frequency: 0.5});
  const depth = new GainNode(context, {gain: 0.3});
  const gain = new GainNode(context, {gain: 0.3});
  const out = new MediaStreamAudioDestinationNode(context);
  swell.connect(depth).connect(gain.gain);
  tone.connect(gain).connect(out);
  tone.start();
  swell.start();
  return out.stream;
}

const meta: Meta = {title: 'Elements/Level meter', component: 'sidetone-level-meter'};

export default meta;
type Story = StoryObj;

export const Silence: Story = {render: () => html`<sidetone-level-meter></sidetone-level-meter>`};

export const Stream: Story = {
  render: () => html`<sidetone-level-meter .stream=${swellingTone()}></sidetone-level-meter>`,
};

/** The browser asks before it lends the microphone. */
export const Microphone: Story = {
  render: () => html`<sidetone-level-meter microphone .capture=${audio.microphone}></sidetone-level-meter>`,
};

export const Thick: Story = {
  render: () =>
    html`<sidetone-level-meter
      style="--sidetone-level-meter-thickness: 24px"
      .stream=${swellingTone()}
    ></sidetone-level-meter>`,
};
