import {BrowserAudio} from '@sidetone/media';
import {FakeMicrophones} from '@sidetone/media/testing';
import {html} from 'lit';
import {describe, expect, it, onTestFinished, vi} from 'vitest';
import {userEvent} from 'vitest/browser';
import '../define/device-picker.js';
import {fakePhone, fixture, mount, settled, testElement} from '../testing/index.js';
import {SidetoneDevicePicker} from './device-picker.js';

const template = () => html`<sidetone-device-picker></sidetone-device-picker>`;
const find = ({element}: {element: SidetoneDevicePicker}, selector: string) =>
  element.shadowRoot!.querySelector<HTMLElement>(selector);
const select = (made: {element: SidetoneDevicePicker}, id: string) =>
  find(made, `#${id}`) as HTMLSelectElement;

/** The browser says no. */
function refuse(name: string): Promise<never> {
  const refusal = Promise.reject<never>(new DOMException('', name));
  refusal.catch(() => {});
  return refusal;
}

function someAudio() {
  const microphones = new FakeMicrophones({deviceId: 'a', frequency: 1_000}, {deviceId: 'b', frequency: 500});
  const audio = new BrowserAudio({storage: null});
  onTestFinished(() => {
    audio.close();
    microphones.restore();
  });
  return {microphones, audio};
}

async function picker() {
  const {microphones, audio} = someAudio();
  const made = await fixture<SidetoneDevicePicker>(template(), fakePhone({audio}));
  await vi.waitFor(() => expect(select(made, 'microphone').options).toHaveLength(3), 10_000);
  return {...made, microphones, browserAudio: audio};
}

testElement<SidetoneDevicePicker>({
  tag: 'sidetone-device-picker',
  element: SidetoneDevicePicker,
  define: (again) => import(/* @vite-ignore */ `../define/device-picker.js${again}`),
  template,
  states: {
    'with devices': ({element}) => (element.audio = someAudio().audio),
    'with a denied microphone': async (made) => {
      const {audio, microphones} = someAudio();
      microphones.permission = refuse('NotAllowedError');
      made.element.audio = audio;
      await audio.microphone.acquire().catch(() => {});
      await vi.waitFor(() => expect(find(made, '.notice')).not.toBeNull(), 10_000);
    },
  },
  keyboard: async (made) => {
    const {audio} = someAudio();
    made.element.audio = audio;
    await vi.waitFor(() => expect(select(made, 'microphone').options).toHaveLength(3), 10_000);
    await userEvent.tab();
    await userEvent.keyboard('{ArrowDown}');
    await vi.waitFor(() => expect(audio.devices.microphone).toBe('a'), 10_000);
    await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    await vi.waitFor(() => expect(audio.microphone.state).toBe('on'), 10_000);
  },
});

describe('microphone', () => {
  it('is chosen, and shown as chosen when it is in use', async () => {
    const made = await picker();
    await userEvent.selectOptions(select(made, 'microphone'), 'b');
    await vi.waitFor(() => expect(made.browserAudio.devices.microphone).toBe('b'), 10_000);
    expect(select(made, 'microphone').value).toBe('b');
  });

  it('stays the former one when the new one cannot be had, and the reason is shown', async () => {
    const made = await picker();
    const lease = await made.browserAudio.microphone.acquire();
    vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockRejectedValue(
      new DOMException('', 'NotReadableError'),
    );
    await userEvent.selectOptions(select(made, 'microphone'), 'b');
    await vi.waitFor(
      () => expect(find(made, '.notice.danger')?.textContent).toContain('used by another program'),
      10_000,
    );
    await vi.waitFor(() => expect(select(made, 'microphone').value).toBe(''), 10_000);
    vi.restoreAllMocks();
    lease.release();
  });

  it('is listened to only while it is tested', async () => {
    const made = await picker();
    expect(made.microphones.live).toBe(0);
    find(made, '.try-microphone')!.click();
    await vi.waitFor(() => expect(made.microphones.live).toBeGreaterThan(0), 10_000);
    await settled(document);
    expect(find(made, '.try-microphone')!.ariaPressed).toBe('true');
    find(made, '.try-microphone')!.click();
    await vi.waitFor(() => expect(made.microphones.live).toBe(0), 10_000);
  });

  it.each([
    ['NotAllowedError', 'Allow it for this page'],
    ['NotFoundError', 'Connect one'],
    ['NotReadableError', 'Close that program'],
  ])('%s is explained with its remedy, and goes when it works again', async (name, words) => {
    const made = await picker();
    made.microphones.permission = refuse(name);
    find(made, '.try-microphone')!.click();
    await vi.waitFor(() => expect(find(made, '.notice')?.textContent).toContain(words), 10_000);
    made.microphones.permission = Promise.resolve();
    find(made, '.remedy')!.click();
    await vi.waitFor(() => expect(find(made, '.notice')).toBeNull(), 10_000);
  });
});

describe('speaker', () => {
  it('is tested through the chosen device, beside whatever sounds', async () => {
    const made = await picker();
    find(made, '.try-speaker')!.click();
    await settled(document);
    expect(made.element.shadowRoot!.textContent).toContain('You should hear a tone');
    await vi.waitFor(
      () => expect(made.element.shadowRoot!.textContent).not.toContain('You should hear'),
      10_000,
    );
  });

  it('is left out where the browser does not let pages choose', async () => {
    const {audio} = someAudio();
    vi.spyOn(audio.devices, 'canSelectSpeaker', 'get').mockReturnValue(false);
    const element = await mount<SidetoneDevicePicker>(
      html`<sidetone-device-picker .audio=${audio}></sidetone-device-picker>`,
    );
    expect(find({element}, '#microphone')).not.toBeNull();
    expect(find({element}, '#speaker')).toBeNull();
  });
});

it('offers to turn the sound on when the browser blocks it', async () => {
  const made = await picker();
  vi.spyOn(made.browserAudio, 'playback', 'get').mockReturnValue('blocked');
  const unblock = vi.spyOn(made.browserAudio, 'unblock');
  made.browserAudio.dispatchEvent(new Event('change'));
  await settled(document);
  expect(find(made, '.blocked')?.textContent).toContain('until you click');
  find(made, '.blocked .remedy')!.click();
  expect(unblock).toHaveBeenCalled();
});
