import '@sidetone/elements/define/provider';
import '@sidetone/elements/define/dialpad';
import '@sidetone/elements/define/call-status';
import {VirtualPbx} from '@sidetone/virtual-pbx';
import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html} from 'lit';

interface Args {
  server: string;
  aor: string;
  engine: 'jssip' | 'sipjs';
  register: boolean;
}

const meta: Meta<Args> = {
  title: 'Elements/Provider',
  component: 'sidetone-provider',
  args: {server: 'wss://pbx.example/ws', aor: 'sip:alice@pbx.example', engine: 'jssip', register: true},
  argTypes: {engine: {control: 'inline-radio', options: ['jssip', 'sipjs']}},
};

export default meta;
type Story = StoryObj<Args>;

const pbx = new VirtualPbx({users: {alice: 'wonderland'}});

/** Real SIP and real sound, to a telephone system in the page: call `echo`. */
export const OnTheVirtualPbx: Story = {
  render: ({server, aor, engine, register}) => html`
    <sidetone-provider
      server=${server}
      aor=${aor}
      password="wonderland"
      engine=${engine}
      ?register=${register}
      .openSocket=${pbx.openSocket}
    >
      <sidetone-call-status></sidetone-call-status>
      <sidetone-dialpad></sidetone-dialpad>
    </sidetone-provider>
  `,
};

/** What is wrong with the configuration is said where the phone would be. */
export const Misconfigured: Story = {
  args: {aor: 'alice'},
  render: ({server, aor}) => html`
    <sidetone-provider server=${server} aor=${aor}>
      <sidetone-dialpad></sidetone-dialpad>
    </sidetone-provider>
  `,
};
