import '@sidetone/elements/define/provider';
import '@sidetone/elements/define/call-controls';
import type {SidetoneCallControls} from '@sidetone/elements';
import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html} from 'lit';
import {shown, staged} from './support/staged.js';

type Args = Pick<SidetoneCallControls, 'record'>;

const controls = ({record}: Args) =>
  html`<sidetone-call-controls ?record=${record}></sidetone-call-controls>`;

const press = async (canvas: HTMLElement, name: string) => {
  const element = await shown(canvas, 'sidetone-call-controls');
  element.shadowRoot!.querySelector<HTMLElement>(`.${name}`)!.click();
};

const meta: Meta<Args> = {
  title: 'Elements/Call controls',
  component: 'sidetone-call-controls',
  args: {record: false},
  render: (args) =>
    staged(
      () => controls(args),
      ({talk}) => talk('bob'),
    ),
};

export default meta;
type Story = StoryObj<Args>;

export const InCall: Story = {};

export const WithRecording: Story = {args: {record: true}};

export const MutedAndHeld: Story = {
  render: (args) =>
    staged(
      () => controls(args),
      async ({talk}) => {
        const {call} = await talk('bob');
        call.mute(true);
        await call.hold();
      },
    ),
};

/** Asked for, and not confirmed by the far side: busy, not done. */
export const HoldWaits: Story = {
  render: (args) =>
    staged(
      () => controls(args),
      async ({talk}) => {
        const {call, session} = await talk('bob');
        session.manual = true;
        call.hold().catch(() => {});
      },
    ),
};

/** Blind to a number, or attended to another call. */
export const Transfer: Story = {
  render: (args) =>
    staged(
      () => controls(args),
      async ({talk}) => {
        await talk('carol');
        await talk('bob');
      },
    ),
  play: ({canvasElement}) => press(canvasElement, 'transfer'),
};

export const Keypad: Story = {play: ({canvasElement}) => press(canvasElement, 'keypad')};

/** Not answered yet: one can mute and hang up. */
export const Ringing: Story = {
  render: (args) =>
    staged(
      () => controls(args),
      async ({dial}) => (await dial('bob')).session.progress(180),
    ),
};
