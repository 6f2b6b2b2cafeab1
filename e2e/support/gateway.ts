import type {BrowserContext, Page} from '@playwright/test';
import type * as Testing from '@sidetone/media/testing';
import {Client} from 'pg';
import {promptTone} from '../../packages/gateway/src/testing/telephony/tone-prompts.js';
import type {GatewayClient, GatewayAddress} from '../../packages/stack/src/index.js';
import type {Guest} from '../pages/room.js';
import {testing} from './site.js';
import {expect, test as base} from './test.js';
import {PhoneWindow} from './window.js';

declare global {
  var guest: Guest;
}

/** Louder than any crosstalk or codec noise, in dBFS. */
const audible = -45;
/** Below this, crosstalk and noise. */
const inaudible = -60;

/** Somebody in a LiveKit room with a browser. */
class RoomGuest {
  constructor(readonly page: Page) {}

  /** How many phones are in the room. */
  count(): Promise<number> {
    return this.page.evaluate(() => guest.phones().length);
  }

  /** Digits that phones have pressed: `identity:5`. */
  digits(): Promise<string[]> {
    return this.page.evaluate(() => guest.digits);
  }

  /** Waits for so many phones in the room, and resolves with them. */
  async phones(count: number) {
    await expect.poll(() => this.count()).toBe(count);
    return this.page.evaluate(() => guest.phones());
  }

  /** Waits until a tone of a phone is heard. */
  async hears(identity: string, frequency: number): Promise<void> {
    await expect
      .poll(() => this.level(identity, frequency), {
        message: `${frequency} Hz of ${identity} are in the room`,
      })
      .toBeGreaterThan(audible);
  }

  /** Waits until a tone of a phone is no longer heard. */
  async hearsNoMore(identity: string, frequency: number): Promise<void> {
    await expect
      .poll(() => this.level(identity, frequency), {
        message: `${frequency} Hz of ${identity} are gone`,
      })
      .toBeLessThan(inaudible);
  }

  /** Of a phone's tone, dBFS. */
  level(identity: string, frequency: number): Promise<number> {
    return this.page.evaluate(
      ([from, hz]) => guest.hears(from, [hz]).then(({levels}) => levels[hz] ?? -Infinity),
      [identity, frequency] as const,
    );
  }
}

/** A window with a phone that was told its gateway alone. */
export class GatewayPhone extends PhoneWindow<string> {
  /** How much of the page's `tones` was asked for. */
  #prompts = 0;

  /** Dials, and waits until the call is connected. */
  async calls(target: string): Promise<void> {
    await this.dial(target);
    await expect(this.status).toContainText('Connected');
  }

  /** Presses keys of the dialpad, in a call. */
  async press(keys: string): Promise<void> {
    await this.page.evaluate(async (digits) => {
      await document.querySelector('sidetone-softphone')?.phone?.activeCall?.sendDtmf(digits);
    }, keys);
  }

  /** Waits until a tone is among those that the caller hears. */
  async hearsToo(frequency: number): Promise<void> {
    await expect
      .poll(() => this.level(frequency), {message: `${frequency} Hz are heard`})
      .toBeGreaterThan(audible);
  }

  /** Waits until a tone is no longer among them. */
  async hearsNoMore(frequency: number): Promise<void> {
    await expect
      .poll(() => this.level(frequency), {message: `${frequency} Hz are gone`})
      .toBeLessThan(inaudible);
  }

  /** Of a tone that the caller hears, dBFS. */
  level(frequency: number): Promise<number> {
    return this.page.evaluate(
      async ([module, hz]) => {
        const stream = document.querySelector('sidetone-softphone')?.phone?.activeCall?.remoteStream;
        if (!stream) return -Infinity;
        const {hears} = (await import(module)) as typeof Testing;
        return (await hears(stream, {frequencies: [hz], duration: 400})).levels[hz] ?? -Infinity;
      },
      [testing, frequency] as const,
    );
  }

  /** Waits until the caller has heard a prompt, after the one before: each is a tone of its own. */
  async hearsPrompt(...[prompt, language]: Parameters<typeof promptTone>): Promise<void> {
    const tone = promptTone(prompt, language);
    const heard = await this.page
      .waitForFunction(([wanted, from]) => tones.indexOf(wanted, from) + 1, [tone, this.#prompts] as const)
      .catch(async () => {
        const all = await this.page.evaluate(() => tones);
        throw new Error(`${this.user} did not hear ${prompt} (${tone} Hz), but ${all.join(', ')}`);
      });
    this.#prompts = await heard.jsonValue();
  }
}

interface GatewayFixtures {
  gatewayAddress: GatewayAddress;
  application: GatewayClient;
  /** Runs SQL as an operator does with psql. */
  sql: (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;
  /** Opens a browser's phone for a user whose session is the gateway's cookie. `voice`: its microphone's tone, Hz. */
  softphone: (userId: string, voice?: number) => Promise<GatewayPhone>;
  /** Opens a browser and joins a room with it. */
  roomGuest: (room: string, voice: number) => Promise<RoomGuest>;
}

export const test = base.extend<GatewayFixtures>({
  gatewayAddress: ({stack}, use) => use(stack.addresses.gateway!),
  application: ({stack}, use) => use(stack.gateway!),

  sql: ({gatewayAddress}, use) =>
    use(async (text, values) => {
      const client = new Client({connectionString: gatewayAddress.database});
      await client.connect();
      try {
        return (await client.query<Record<string, unknown>>(text, values)).rows;
      } finally {
        await client.end();
      }
    }),

  softphone: async ({browser, baseURL, application, engine}, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (userId, voice = 440) => {
      const context = await browser.newContext({...(baseURL && {baseURL})});
      contexts.push(context);
      const page = await context.newPage();
      const {url} = application;
      const session = await application.session(userId);
      await page.goto('/e2e/pages/room.html');
      const status = await page.evaluate(
        async ([gateway, token]) => {
          const headers = {authorization: `Bearer ${token}`};
          const exchange = {method: 'POST', credentials: 'include', headers} as const;
          return (await fetch(`${gateway}/v1/sessions/cookie`, exchange)).status;
        },
        [url, session] as const,
      );
      expect(status).toBe(204);
      const query = new URLSearchParams({gateway: url, engine, voice: `${voice}`});
      await page.goto(`/e2e/pages/softphone.html?${query}`);
      return new GatewayPhone(page, userId);
    });
    for (const context of contexts) await context.close();
  },

  roomGuest: async ({browser, baseURL, application}, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (room, voice) => {
      const context = await browser.newContext({...(baseURL && {baseURL})});
      contexts.push(context);
      const page = await context.newPage();
      await page.goto('/e2e/pages/room.html');
      const session = await application.session(`guest-${contexts.length}`, {rooms: [room]});
      await page.waitForFunction(() => 'guest' in globalThis);
      await page.evaluate(([gateway, name, token, tone]) => guest.join(gateway, name, token, tone), [
        application.url,
        room,
        session,
        voice,
      ] as const);
      return new RoomGuest(page);
    });
    for (const context of contexts) await context.close();
  },
});

export {expect} from '@playwright/test';
