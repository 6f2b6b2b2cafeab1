import '@sidetone/elements/define/provider';
import '@sidetone/elements/define/pin-entry';
import type {SidetonePinEntry} from '@sidetone/elements';
import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html} from 'lit';
import {shown, staged} from './support/staged.js';

type Args = Pick<SidetonePinEntry, 'length' | 'attempts' | 'manual'>;

const entry = ({length, attempts, manual}: Args) =>
  html`<sidetone-pin-entry length=${length} attempts=${attempts} ?manual=${manual}></sidetone-pin-entry>`;

/** Sends a PIN, then lets the far side decide. */
const decided =
  (decide: 'refuse' | 'accept', times = 1): NonNullable<Story['play']> =>
  async ({canvasElement}) => {
    const element = await shown(canvasElement, 'sidetone-pin-entry');
    for (let time = 0; time < times; time++) {
      const field = element.shadowRoot!.querySelector('input')!;
      field.value = '1234567890'.slice(0, element.length);
      field.dispatchEvent(new Event('input'));
      while (element.phase !== 'sent') await new Promise((resolve) => requestAnimationFrame(resolve));
      element[decide]();
      await element.updateComplete;
    }
  };

const meta: Meta<Args> = {
  title: 'Elements/PIN entry',
  component: 'sidetone-pin-entry',
  args: {length: 10, attempts: 3, manual: false},
  render: (args) =>
    staged(
      () => entry(args),
      ({talk}) => talk('conference'),
    ),
};

export default meta;
type Story = StoryObj<Args>;

export const TenDigits: Story = {};

export const OpenLength: Story = {args: {length: 0, attempts: 0}};

export const HalfEntered: Story = {
  play: async ({canvasElement}) => {
    const element = await shown(canvasElement, 'sidetone-pin-entry');
    const field = element.shadowRoot!.querySelector('input')!;
    field.value = '1234';
    field.dispatchEvent(new Event('input'));
    field.focus();
  },
};

export const Refused: Story = {args: {length: 6}, play: decided('refuse')};

export const Locked: Story = {args: {length: 6, attempts: 2}, play: decided('refuse', 2)};

export const Accepted: Story = {args: {length: 6}, play: decided('accept')};

/** The call is not answered yet. */
export const WithoutCall: Story = {render: (args) => staged(() => entry(args))};
