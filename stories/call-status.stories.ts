import '@sidetone/elements/define/provider';
import '@sidetone/elements/define/call-status';
import type {SidetoneCallStatus} from '@sidetone/elements';
import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html} from 'lit';
import {staged} from './support/staged.js';

type Args = Pick<SidetoneCallStatus, 'status' | 'cause' | 'label'> & {seconds: number};

const meta: Meta<Args> = {
  title: 'Elements/Call status',
  component: 'sidetone-call-status',
  args: {status: 'connected', cause: '', label: '', seconds: 65},
  argTypes: {
    status: {
      control: 'select',
      options: ['accepted', 'ringing', 'connected', 'held', 'rejected', 'cleared'],
    },
  },
  render: ({status, cause, label, seconds}) =>
    html`<sidetone-call-status
      status=${status}
      cause=${cause}
      label=${label}
      since=${seconds ? Date.now() - seconds * 1000 : ''}
    ></sidetone-call-status>`,
};

export default meta;
type Story = StoryObj<Args>;

/** A phone leg elsewhere: what the attributes say. */
export const FromAttributes: Story = {};

export const AllStatuses: Story = {
  render: () => html`
    <div style="display: grid; justify-items: start; gap: 10px">
      <sidetone-call-status status="accepted"></sidetone-call-status>
      <sidetone-call-status status="ringing"></sidetone-call-status>
      <sidetone-call-status status="connected" since=${Date.now() - 65_000}></sidetone-call-status>
      <sidetone-call-status status="held" since=${Date.now() - 3_700_000}></sidetone-call-status>
      <sidetone-call-status status="rejected" cause="busy"></sidetone-call-status>
      <sidetone-call-status status="rejected" cause="not-found"></sidetone-call-status>
      <sidetone-call-status status="cleared" cause="remote-hung-up"></sidetone-call-status>
      <sidetone-call-status status="cleared" cause="connection-lost"></sidetone-call-status>
    </div>
  `,
};

const current = () => html`<sidetone-call-status></sidetone-call-status>`;

/** The provider's current call. */
export const CurrentCall: Story = {render: () => staged(current, ({talk}) => talk())};

export const HeldByTheOtherSide: Story = {
  render: () => staged(current, async ({talk}) => (await talk()).session.remoteDirection('sendonly')),
};
