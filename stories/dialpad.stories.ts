import '@sidetone/elements/define/provider';
import '@sidetone/elements/define/dialpad';
import type {SidetoneDialpad} from '@sidetone/elements';
import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html, nothing} from 'lit';
import {shown, staged} from './support/staged.js';

type Args = Pick<SidetoneDialpad, 'value' | 'compact' | 'disabled'>;

const pad = ({value, compact, disabled}: Args) =>
  html`<sidetone-dialpad
    value=${value || nothing}
    ?compact=${compact}
    ?disabled=${disabled}
  ></sidetone-dialpad>`;

const meta: Meta<Args> = {
  title: 'Elements/Dialpad',
  component: 'sidetone-dialpad',
  args: {value: '', compact: false, disabled: false},
  render: (args) => staged(() => pad(args)),
};

export default meta;
type Story = StoryObj<Args>;

export const Idle: Story = {};

export const WithNumber: Story = {args: {value: '+41 44 668 18 00'}};

export const Compact: Story = {args: {compact: true, value: '600'}};

export const Disabled: Story = {args: {disabled: true}};

export const CannotBeDialled: Story = {
  args: {value: 'bob@'},
  play: async ({canvasElement}) => (await shown(canvasElement, 'sidetone-dialpad')).dial(),
};

/** Keys now send digits into the call; what was sent is shown. */
export const InCall: Story = {
  render: (args) =>
    staged(
      () => pad(args),
      ({talk}) => talk('support'),
    ),
};

/** Its value is submitted with the form; Enter sends the form where there is no phone. */
export const InForm: Story = {
  render: (args) => html`
    <form @submit=${(event: Event) => event.preventDefault()}>
      <sidetone-dialpad
        name="callback"
        required
        value=${args.value || nothing}
        ?compact=${args.compact}
        ?disabled=${args.disabled}
      >
        <button>Call me back</button>
      </sidetone-dialpad>
    </form>
  `,
};
