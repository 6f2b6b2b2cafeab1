import {expect, type Locator, type Page} from '@playwright/test';
import type {} from '@sidetone/elements/define/softphone';
import type * as Testing from '@sidetone/media/testing';
import type * as Tones from '../pages/tones.js';
import type {UserName} from '../../packages/stack/src/index.js';
import {testing, tones} from './site.js';

declare global {
  /** Set by {@link PhoneWindow.plugIn}. */
  var microphones: Testing.FakeMicrophones;
}

/** A window with the demo page, used as a person does: by what is written on it. */
export class PhoneWindow<Name extends string = UserName> {
  readonly phone: Locator;
  /** The call in front: how it stands, in words. */
  readonly status: Locator;
  readonly keypad: Locator;

  constructor(
    readonly page: Page,
    readonly user: Name,
  ) {
    this.phone = page.locator('sidetone-softphone');
    this.status = this.phone.locator('.call-card sidetone-call-status');
    this.keypad = this.phone.locator('sidetone-dialpad');
  }

  button(name: string | RegExp): Locator {
    return this.phone.getByRole('button', {name, exact: typeof name === 'string'});
  }

  async isReady(): Promise<void> {
    await expect(this.phone.locator('[part=registration]')).toHaveText('Ready');
  }

  async dial(number: string): Promise<void> {
    await this.phone.getByRole('textbox', {name: 'Number or name'}).fill(number);
    await this.button('Call').click();
  }

  /** The page has this microphone from now on, and it hears one tone. */
  async plugIn(deviceId: string, frequency: number): Promise<void> {
    await this.page.evaluate(
      async ([module, device]) => {
        const {FakeMicrophones: Microphones} = (await import(module)) as typeof Testing;
        if (globalThis.microphones) globalThis.microphones.plugIn(device);
        else globalThis.microphones = new Microphones(device);
      },
      [testing, {deviceId, frequency}] as const,
    );
  }

  /** Waits until the loudest tone that the far side sends is this one. It is listened to without a gap: a prompt may be short. */
  async hears(frequency: number, {timeout = 30_000} = {}): Promise<void> {
    const heard = await this.page.evaluate(
      async ([module, wanted, patience]) => {
        const {farTone} = (await import(module)) as typeof Tones;
        const end = performance.now() + patience;
        let tone: number | undefined;
        while (tone !== wanted && performance.now() < end)
          tone = await farTone(document.querySelector('sidetone-softphone')?.phone);
        return tone;
      },
      [tones, frequency, timeout] as const,
    );
    expect(heard, `${this.user} hears ${frequency} Hz`).toBe(frequency);
  }
}
