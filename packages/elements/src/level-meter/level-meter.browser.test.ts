import {BrowserAudio} from '@sidetone/media';
import {FakeMicrophones, toneTrack} from '@sidetone/media/testing';
import {html} from 'lit';
import {expect, it, onTestFinished, vi} from 'vitest';
import {userEvent} from 'vitest/browser';
import '../define/level-meter.js';
import {fakePhone, fixture, settled, testElement, type Fixture} from '../testing/index.js';
import {SidetoneLevelMeter} from './level-meter.js';

type Made = Pick<Fixture<SidetoneLevelMeter>, 'element'>;

const template = () => html`<sidetone-level-meter></sidetone-level-meter>`;
const meter = ({element}: Made) => element.shadowRoot!.querySelector<HTMLElement>('[role=meter]')!;
const level = (made: Made) => Number(meter(made).style.getPropertyValue('--_level'));
const loudStream = () => new MediaStream([toneTrack(1_000, -10)]);

/** A phone with real audio, whose one microphone hears a tone. */
function withMicrophone() {
  const microphones = new FakeMicrophones({deviceId: 'a', frequency: 1_000});
  const audio = new BrowserAudio({storage: null});
  onTestFinished(() => {
    audio.close();
    microphones.restore();
  });
  return {microphones, audio, fake: fakePhone({audio})};
}

testElement<SidetoneLevelMeter>({
  tag: 'sidetone-level-meter',
  element: SidetoneLevelMeter,
  define: (again) => import(/* @vite-ignore */ `../define/level-meter.js${again}`),
  template,
  states: {
    measuring: async (made) => {
      made.element.stream = loudStream();
      await vi.waitFor(() => expect(level(made)).toBeGreaterThan(0.5), 10_000);
    },
  },
  keyboard: async ({element}) => {
    await userEvent.tab();
    expect(document.activeElement, 'is no stop of the Tab key').not.toBe(element);
  },
});

it('follows a stream, and says in a word how loud it is', async () => {
  const made = await fixture<SidetoneLevelMeter>(template());
  expect(meter(made).ariaValueText).toBe('silent');
  made.element.stream = loudStream();
  await vi.waitFor(() => expect(meter(made).ariaValueText).toBe('good'), 10_000);
  expect(Number(meter(made).ariaValueNow)).toBeGreaterThan(40);
  made.element.stream = undefined;
  await vi.waitFor(() => expect(meter(made).ariaValueText).toBe('silent'), 10_000);
});

it('does not turn the microphone on unless told to', async () => {
  const {microphones, fake} = withMicrophone();
  const made = await fixture<SidetoneLevelMeter>(template(), fake);
  await settled(document);
  expect(microphones.live).toBe(0);
  made.element.microphone = true;
  await vi.waitFor(() => expect(level(made)).toBeGreaterThan(0.5), 10_000);
  made.element.microphone = false;
  await vi.waitFor(() => expect(microphones.live).toBe(0), 10_000);
});

it('lets go of the microphone when it cannot be seen, and when it is gone', async () => {
  const {microphones, fake} = withMicrophone();
  const made = await fixture<SidetoneLevelMeter>(
    html`<sidetone-level-meter microphone></sidetone-level-meter>`,
    fake,
  );
  await vi.waitFor(() => expect(microphones.live).toBeGreaterThan(0), 10_000);
  made.element.hidden = true;
  await vi.waitFor(() => expect(microphones.live).toBe(0), 10_000);
  made.element.hidden = false;
  await vi.waitFor(() => expect(microphones.live).toBeGreaterThan(0), 10_000);
  made.element.remove();
  await vi.waitFor(() => expect(microphones.live).toBe(0), 10_000);
});

it('goes on with the microphone that takes over', async () => {
  const {microphones, audio, fake} = withMicrophone();
  microphones.plugIn({deviceId: 'b', frequency: 500});
  const made = await fixture<SidetoneLevelMeter>(
    html`<sidetone-level-meter microphone></sidetone-level-meter>`,
    fake,
  );
  await vi.waitFor(() => expect(level(made)).toBeGreaterThan(0.5), 10_000);
  microphones.unplug('a');
  await vi.waitFor(
    () => expect(audio.devices.microphones.map(({deviceId}) => deviceId)).toEqual(['b']),
    10_000,
  );
  await vi.waitFor(() => expect(audio.microphone.deviceId).toBe('b'), 10_000);
  meter(made).style.setProperty('--_level', '0');
  await vi.waitFor(() => expect(level(made)).toBeGreaterThan(0.5), 10_000);
});
