import {SidetoneError} from '@sidetone/core';
import {html} from 'lit';
import {describe, expect, it} from 'vitest';
import {userEvent} from 'vitest/browser';
import '../define/bring-in.js';
import {enter, fixture, settled, testElement, until, type Fixture} from '../testing/index.js';
import {SidetoneBringIn} from './bring-in.js';

type Made = Pick<Fixture<SidetoneBringIn>, 'element'>;

const template = () => html`<sidetone-bring-in></sidetone-bring-in>`;
const part = ({element}: Made, name: string) =>
  element.shadowRoot!.querySelector<HTMLElement>(`[part~="${name}"]`);
const text = ({element}: Made) => element.shadowRoot!.textContent!.replace(/\s+/g, ' ').trim();

/** In a room, with a call to Carol that talks. */
async function talking() {
  const made = await fixture<SidetoneBringIn>(template());
  const room = await enter(made);
  const {call} = await made.talk('carol');
  room.set({held: true});
  await settled(document);
  return {...made, room, call};
}

async function press(made: Made, name: string) {
  part(made, name)!.click();
  await settled(document);
}

testElement<SidetoneBringIn>({
  tag: 'sidetone-bring-in',
  element: SidetoneBringIn,
  define: (again) => import(/* @vite-ignore */ `../define/bring-in.js${again}`),
  template,
  states: {
    'a call comes in': async (made) => {
      await enter(made);
      await made.ring();
    },
    'a call talks': async (made) => {
      await enter(made);
      await made.talk('carol');
    },
    'a call is in the room': async (made) => {
      const room = await enter(made);
      const {call} = await made.talk('carol');
      room.set({broughtIn: [{call, via: 'page', pending: 'hand'}]});
    },
  },
  keyboard: async (made) => {
    const room = await enter(made);
    const {call} = await made.ring();
    await settled(document);
    await userEvent.keyboard('{Enter}'); // the answer has the focus
    await until(call, () => call.status === 'connected');
    await expect.poll(() => made.element.shadowRoot!.activeElement).toBe(part(made, 'bring-in'));
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => room.requests).toEqual(['bringIn page']);
  },
});

describe('a call beside the room', () => {
  it('says that the room waits, and changes back to it', async () => {
    const made = await talking();
    expect(text(made)).toContain('You talk with carol. The room waits, and does not hear you.');
    await press(made, 'swap');
    await expect.poll(() => made.room.requests).toEqual(['swap']);
    await made.call.hold();
    await settled(document);
    expect(text(made)).toContain('You are in the room. carol waits.');
    expect(part(made, 'swap')!.textContent).toContain('Talk with carol');
  });

  it('is taken into the room in this page, and says so', async () => {
    const made = await talking();
    await press(made, 'bring-in');
    await expect.poll(() => made.room.requests).toEqual(['bringIn page']);
    await expect.poll(() => text(made)).toContain('carol is in the room through this page, until you leave.');
    await press(made, 'hand');
    await expect.poll(() => made.room.requests.at(-1)).toBe('hand');
  });

  it('goes to the server at once for somebody who wants it to stay', async () => {
    const made = await talking();
    made.element.shadowRoot!.querySelector<HTMLInputElement>('input')!.click();
    await press(made, 'bring-in');
    await expect.poll(() => made.room.requests).toEqual(['bringIn server']);
    expect(made.element.via).toBe('server');
  });

  it('is taken out again, and hung up', async () => {
    const made = await talking();
    made.room.set({broughtIn: [{call: made.call, via: 'page', pending: undefined}]});
    await settled(document);
    await press(made, 'take-out');
    await expect.poll(() => made.room.requests).toEqual(['takeOut']);
    await settled(document);
    await press(made, 'hangup');
    await until(made.call, () => made.call.ended);
    await settled(document);
    expect(text(made)).toBe('');
  });
});

describe('confirmed state', () => {
  it('is not in the room before the room hears it', async () => {
    const made = await talking();
    made.room.set({broughtIn: [{call: made.call, via: 'page', pending: 'bring-in'}]});
    await settled(document);
    expect(text(made)).toContain('Being taken into the room');
    expect(part(made, 'bring-in')!.ariaBusy).toBe('true');
    expect(part(made, 'hand')).toBeNull();
  });

  it('says why it was refused, and leaves the call where it was', async () => {
    const made = await talking();
    made.room.failure = new SidetoneError('bring-in-failed');
    await press(made, 'bring-in');
    await expect
      .poll(() => text(made))
      .toContain('The call could not be taken into the room. It goes on as it was.');
    expect(part(made, 'bring-in')!.ariaBusy).toBe('false');
    expect(made.call.status).toBe('connected');
  });
});

it('leaves calls that come in to another element when told to', async () => {
  const made = await fixture<SidetoneBringIn>(template());
  made.element.hideIncoming = true;
  await enter(made);
  await made.ring();
  await settled(document);
  expect(made.element.shadowRoot!.querySelector('sidetone-incoming-call')).toBeNull();
});

it('shows nothing outside a room', async () => {
  const made = await fixture<SidetoneBringIn>(template());
  await made.talk();
  await settled(document);
  expect(text(made)).toBe('');
});
