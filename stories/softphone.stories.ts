import '@sidetone/elements/define/softphone';
import type {SidetoneSoftphone} from '@sidetone/elements';
import {VirtualPbx} from '@sidetone/virtual-pbx';
import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html} from 'lit';
import {sampleHistory} from './support/sample-history.js';
import {staged} from './support/staged.js';
import type {FakePhone} from '../packages/elements/src/testing/fake-phone.js';

type Args = Pick<SidetoneSoftphone, 'section' | 'voicemail' | 'record' | 'pin'>;

const phone = ({section, voicemail, record, pin}: Args) => html`
  <sidetone-softphone
    section=${section}
    ?voicemail=${voicemail}
    ?record=${record}
    ?pin=${pin}
  ></sidetone-softphone>
`;

/** A registered phone with some history, brought to where the story shows it. */
const registered =
  (act: (fake: FakePhone) => unknown = () => {}) =>
  (args: Args) =>
    staged(
      () => phone(args),
      async (fake) => {
        await fake.phone.register();
        await act(fake);
      },
      {history: sampleHistory(), displayName: 'Alice Doe'},
    );

const meta: Meta<Args> = {
  title: 'Elements/Softphone',
  component: 'sidetone-softphone',
  args: {section: 'keypad', voicemail: false, record: false, pin: false},
  argTypes: {section: {control: 'inline-radio', options: ['keypad', 'history', 'devices']}},
  render: registered(),
};

export default meta;
type Story = StoryObj<Args>;

const pbx = new VirtualPbx({users: {alice: 'wonderland'}});

/** Real SIP and real sound, to a telephone system in the page: call 600 for an echo, 601 for a tone, 602 for busy, 606 for a PIN. */
export const OnTheVirtualPbx: Story = {
  render: ({voicemail, record, pin}) => html`
    <sidetone-softphone
      server="wss://pbx.example/ws"
      aor="sip:alice@pbx.example"
      password="wonderland"
      register
      ?voicemail=${voicemail}
      ?record=${record}
      ?pin=${pin}
      .openSocket=${pbx.openSocket}
    >
      <button
        slot="footer"
        @click=${() => pbx.call('alice', {from: {user: 'bob', displayName: 'Bob Baker'}})}
      >
        Let Bob call
      </button>
    </sidetone-softphone>
  `,
};

export const Idle: Story = {};

export const History: Story = {args: {section: 'history'}};

export const NotSignedIn: Story = {render: (args) => staged(() => phone(args))};

/** Why, and what comes next. */
export const ServerDown: Story = {
  render: registered(({engine}) => {
    engine.lastAgent.manual = true;
    engine.lastAgent.loseRegistration(503);
  }),
};

export const SeveralAccounts: Story = {
  render: registered(({phone}) => {
    phone
      .addAccount({aor: 'sip:desk@pbx.example', server: 'wss://pbx.example/ws', displayName: 'Front desk'})
      .register()
      .catch(() => {});
  }),
};

export const Calling: Story = {
  render: registered(async ({dial}) => (await dial('+41 44 668 18 00')).session.progress(180)),
};

export const InCall: Story = {render: registered(({talk}) => talk('+41 44 668 18 00'))};

export const IncomingCall: Story = {
  args: {voicemail: true},
  render: registered(({ring}) => ring('sip:+41446681800@pbx.example', 'Bob Baker')),
};

export const SecondCallWaiting: Story = {
  render: registered(async ({talk, ring}) => {
    await talk('carol');
    await ring('sip:bob@pbx.example', 'Bob Baker');
  }),
};

export const TwoCalls: Story = {
  render: registered(async ({talk}) => {
    await talk('carol');
    await talk('bob');
  }),
};

/** A conference asks for its PIN. */
export const PinWanted: Story = {args: {pin: true}, render: registered(({talk}) => talk('606'))};

/** Another keypad, another footer, other colours: the parts and tokens are open. */
export const Themed: Story = {
  render: (args) => html`
    <style>
      .violet {
        --sidetone-color-accent: light-dark(#6b2fb3, #c9a4ff);
        --sidetone-color-on-accent: light-dark(#fff, #25083f);
        --sidetone-color-accent-soft: light-dark(#f0e6fb, #331b4d);
        --sidetone-color-on-accent-soft: light-dark(#4d1d87, #dcc4ff);
        --sidetone-radius: 4px;
        --sidetone-radius-round: 8px;
      }
    </style>
    <div class="violet">${registered(({talk}) => talk('bob'))(args)}</div>
  `,
};
