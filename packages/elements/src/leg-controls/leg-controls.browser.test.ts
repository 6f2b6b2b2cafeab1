import {SidetoneError} from '@sidetone/core';
import {FakeLeg} from '@sidetone/core/testing/fakes';
import {html} from 'lit';
import {describe, expect, it} from 'vitest';
import {userEvent} from 'vitest/browser';
import '../define/leg-controls.js';
import {enter, fixture, settled, testElement, type Fixture} from '../testing/index.js';
import {SidetoneLegControls} from './leg-controls.js';

type Made = Fixture<SidetoneLegControls>;

const button = ({element}: Pick<Made, 'element'>, part: string) =>
  element.shadowRoot!.querySelector<HTMLButtonElement>(`[part~="${part}"]`)!;
const text = ({element}: Pick<Made, 'element'>) =>
  element.shadowRoot!.textContent!.replace(/\s+/g, ' ').trim();

/** Controls for one of two phones in a room. */
async function make(facts: Partial<FakeLeg> = {}) {
  const leg = new FakeLeg('1', {name: 'Erna', status: 'connected', ...facts});
  const other = new FakeLeg('2', {name: 'Otto', status: 'connected'});
  const made = await fixture<SidetoneLegControls>(
    html`<sidetone-leg-controls .leg=${leg}></sidetone-leg-controls>`,
  );
  const room = await enter(made);
  room.addLeg(leg);
  room.addLeg(other);
  await settled(document);
  return {...made, leg, other};
}

async function press(made: Pick<Made, 'element'>, part: string) {
  button(made, part).click();
  await settled(document);
}

testElement<SidetoneLegControls>({
  tag: 'sidetone-leg-controls',
  element: SidetoneLegControls,
  define: (again) => import(/* @vite-ignore */ `../define/leg-controls.js${again}`),
  states: {
    'for a phone': async (made) => {
      made.element.leg = new FakeLeg('1', {name: 'Erna', status: 'held', muted: 'both'});
      await settled(document);
      await press(made, 'keypad');
    },
    refused: async (made) => {
      await enter(made);
      const leg = new FakeLeg('1', {status: 'connected'});
      leg.failure = new SidetoneError('leg-refused');
      made.element.leg = leg;
      await settled(document);
      await press(made, 'hold');
      await expect.poll(() => text(made)).toContain('could not be controlled');
    },
  },
  keyboard: async (made) => {
    await enter(made);
    const leg = new FakeLeg('1', {status: 'connected'});
    made.element.leg = leg;
    await settled(document);
    await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => leg.muted).toBe('microphone');
    for (let stop = 0; stop < 3; stop++) await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    await settled(document);
    await userEvent.tab();
    await userEvent.tab();
    await userEvent.keyboard('{ArrowRight}{Enter}7');
    await expect.poll(() => leg.requests).toEqual(['mute microphone', 'sendDtmf 2', 'sendDtmf 7']);
    await userEvent.keyboard('{Escape}');
    await settled(document);
    expect(made.element.shadowRoot!.activeElement?.className).toContain('keypad-opener');
  },
});

describe('one phone, and no other', () => {
  it('is muted, silenced and held, each by its own button', async () => {
    const made = await make();
    await press(made, 'mute');
    await expect.poll(() => made.leg.muted).toBe('microphone');
    await settled(document);
    await press(made, 'deafen');
    await expect.poll(() => made.leg.muted).toBe('both');
    await settled(document);
    await press(made, 'hold');
    await expect.poll(() => made.leg.status).toBe('held');
    await settled(document);
    expect(['mute', 'deafen', 'hold'].map((part) => button(made, part).ariaPressed)).toEqual([
      'true',
      'true',
      'true',
    ]);
    expect(made.element.matches(':state(held):state(muted):state(deafened)')).toBe(true);
    await press(made, 'hold');
    await expect.poll(() => made.leg.status).toBe('connected');
    expect(made.other.requests).toEqual([]);
  });

  it('gets the digits, which are shown once they were sent', async () => {
    const made = await make();
    await press(made, 'keypad');
    made.element.shadowRoot!.querySelector<HTMLElement>('[data-digit="5"]')!.click();
    await expect.poll(() => made.element.shadowRoot!.querySelector('output')!.textContent!.trim()).toBe('5');
    expect(made.leg.requests).toEqual(['sendDtmf 5']);
    expect(made.other.requests).toEqual([]);
  });

  it('is hung up, also while it rings', async () => {
    const made = await make({status: 'ringing'});
    expect(button(made, 'mute')).toBeNull();
    await press(made, 'hangup');
    await expect.poll(() => made.leg.cause).toBe('hung-up');
    await settled(document);
    expect(text(made)).toBe('');
  });
});

it('shows what the server said, not what was pressed', async () => {
  const made = await make();
  let refuse = (_error: Error) => {};
  made.leg.hold = () => new Promise<void>((_resolve, reject) => (refuse = reject));
  await press(made, 'hold');
  expect(button(made, 'hold')).toMatchObject({ariaPressed: 'false', ariaBusy: 'true'});
  refuse(new SidetoneError('leg-refused'));
  await expect.poll(() => button(made, 'hold').ariaBusy).toBe('false');
  expect(button(made, 'hold').ariaPressed).toBe('false');
  expect(text(made)).toContain('This phone in the room could not be controlled. It goes on as it was.');
});

it('offers nothing for a phone that others control', async () => {
  const made = await make({controllable: false});
  expect(text(made)).toBe('');
});
