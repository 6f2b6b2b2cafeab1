import '@sidetone/elements/define/call-quality';
import type {QualityReport} from '@sidetone/media';
import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html} from 'lit';

const report: QualityReport = {
  mos: 4.3,
  lossIn: 0.004,
  lossOut: 0.012,
  jitter: 12,
  roundTrip: 48,
  jitterBuffer: 40,
  codec: 'opus',
  bitrateIn: 32_000,
  bitrateOut: 32_000,
  packetsIn: 50,
  packetsOut: 50,
  microphone: -30,
  warnings: [],
};

interface Args {
  mos: number;
  open: boolean;
  warnings: QualityReport['warnings'];
}

const meta: Meta<Args> = {
  title: 'Elements/Call quality',
  component: 'sidetone-call-quality',
  args: {mos: 4.3, open: false, warnings: []},
  argTypes: {
    mos: {control: {type: 'range', min: 1, max: 4.4, step: 0.1}},
    warnings: {
      control: 'check',
      options: ['loss-in', 'loss-out', 'jitter', 'delay', 'no-audio-in', 'no-audio-out', 'silent-microphone'],
    },
  },
  render: ({mos, open, warnings}) =>
    html`<sidetone-call-quality ?open=${open} .report=${{...report, mos, warnings}}></sidetone-call-quality>`,
};

export default meta;
type Story = StoryObj<Args>;

export const Excellent: Story = {};

export const Open: Story = {args: {open: true}};

export const Poor: Story = {args: {mos: 2.7, warnings: ['loss-in', 'delay']}};

export const NothingHeard: Story = {args: {mos: 1, warnings: ['no-audio-in']}};
