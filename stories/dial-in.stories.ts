import '@sidetone/elements/define/provider';
import '@sidetone/elements/define/dial-in';
import type {DialIn, SidetoneDialIn} from '@sidetone/elements';
import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html} from 'lit';
import {shown, staged} from './support/staged.js';

type Args = Pick<SidetoneDialIn, 'dialIn' | 'askPin'>;

const dialIn: DialIn = {
  numbers: [{e164: '+41446681800', country: 'CH'}],
  pin: '1234567890',
  language: 'en',
  languages: ['en', 'de', 'fr', 'es', 'it', 'ru'],
};

const card = ({dialIn, askPin}: Args) =>
  html`<sidetone-dial-in .dialIn=${dialIn} ?ask-pin=${askPin}></sidetone-dial-in>`;

const meta: Meta<Args> = {
  title: 'Elements/Dial-in',
  component: 'sidetone-dial-in',
  args: {dialIn, askPin: false},
  render: (args) => staged(() => card(args)),
};

export default meta;
type Story = StoryObj<Args>;

/** The phone of the page calls, and enters the PIN. */
export const WithPhone: Story = {};

/** The phone of the device calls. */
export const WithoutPhone: Story = {render: card};

export const SeveralNumbers: Story = {
  args: {
    dialIn: {
      ...dialIn,
      numbers: [
        ...dialIn.numbers,
        {e164: '+12125550100', country: 'US'},
        {e164: '+442079460000', country: 'GB'},
      ],
    },
  },
};

/** Whoever joins types the PIN. */
export const AskingForThePin: Story = {
  args: {askPin: true},
  render: (args) =>
    staged(
      () => card(args),
      ({phone, engine}) =>
        phone.addEventListener('calls', ({call}) => {
          if (call.sipCallId && !call.connectedAt) engine.lastSession.accept();
        }),
    ),
  play: async ({canvasElement}) => {
    const element = await shown(canvasElement, 'sidetone-dial-in');
    await element.join();
  },
};

/** Nobody has told it anything. */
export const Nothing: Story = {args: {dialIn: undefined}};
