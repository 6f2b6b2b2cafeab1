import {expect, type Page} from '@playwright/test';
import type {Desk, Setup} from '../pages/phone.js';
import type {Stack, UserName} from '../../packages/stack/src/index.js';

declare global {
  var desk: Desk;
}

/** Louder than any crosstalk or codec noise, in dBFS. */
const audible = -45;

/** A headless Sidetone phone in a page of its own. */
export class DeskPhone {
  constructor(
    readonly page: Page,
    readonly user: UserName,
  ) {}

  register(): Promise<string> {
    return this.page.evaluate(() => desk.outcome(() => desk.phone.register()));
  }

  registration(): Promise<string> {
    return this.page.evaluate(() => desk.phone.registration);
  }

  /** Dials; resolves with `'ok'`, or the code of the refusal to dial. */
  dial(target: string): Promise<string> {
    return this.page.evaluate((to) => desk.outcome(() => desk.phone.dial(to)), target);
  }

  /** A request of a call that the far side confirms or refuses: `'ok'` or an error's code. */
  ask(request: 'answer' | 'hold' | 'resume' | 'hangup', index = -1): Promise<string> {
    return this.page.evaluate(([name, at]) => desk.outcome(() => desk.call(at)[name]()), [
      request,
      index,
    ] as const);
  }

  decline(index = -1): Promise<string> {
    return this.page.evaluate((at) => desk.outcome(() => desk.call(at).reject()), index);
  }

  mute(muted: boolean, index = -1): Promise<void> {
    return this.page.evaluate(([on, at]) => desk.call(at).mute(on), [muted, index] as const);
  }

  sendDtmf(
    tones: string,
    options: {method?: 'rtp' | 'info'; duration?: number; gap?: number} = {},
  ): Promise<string> {
    return this.page.evaluate(([digits, how]) => desk.outcome(() => desk.call().sendDtmf(digits, how)), [
      tones,
      options,
    ] as const);
  }

  transfer(target: string, index = -1): Promise<string> {
    return this.page.evaluate(([to, at]) => desk.outcome(() => desk.call(at).transfer(to)), [
      target,
      index,
    ] as const);
  }

  /** Joins the far sides of two calls. */
  transferTo(index: number, other: number): Promise<string> {
    return this.page.evaluate(([one, two]) => desk.outcome(() => desk.call(one).transferTo(desk.call(two))), [
      index,
      other,
    ] as const);
  }

  facts(index = -1) {
    return this.page.evaluate((at) => desk.facts(at), index);
  }

  statuses(index = -1): Promise<string[]> {
    return this.page.evaluate((at) => desk.statuses.at(at) ?? [], index);
  }

  /** Waits until a call has this status. */
  async reaches(status: string, index = -1): Promise<void> {
    await this.page.waitForFunction(([wanted, at]) => desk.calls.at(at)?.status === wanted, [
      status,
      index,
    ] as const);
  }

  /** Waits until this phone has had so many calls. */
  async hasHad(calls: number): Promise<void> {
    await this.page.waitForFunction((count) => desk.calls.length >= count, calls);
  }

  /** Waits until the loudest tone that the far side sends is this one, and loud enough to be heard. */
  async hears(frequency: number, index = -1): Promise<void> {
    await expect
      .poll(() => this.#loudest(index), {message: `${this.user} hears ${frequency} Hz`})
      .toBe(frequency);
  }

  /** Waits until the far side's tone is not heard any more. */
  async doesNotHear(frequency: number, index = -1): Promise<void> {
    await expect
      .poll(
        () =>
          this.page.evaluate(([at, hz]) => desk.hears(at, [hz]).then(({levels}) => levels[hz] ?? -Infinity), [
            index,
            frequency,
          ] as const),
        {message: `${this.user} no longer hears ${frequency} Hz`},
      )
      .toBeLessThan(audible);
  }

  /** The loudest tone that the far side sends, Hz to ten; 0 when it cannot be heard. One measurement tells both: a tone may falter between two. */
  async #loudest(index: number): Promise<number> {
    const {frequency, level} = await this.page.evaluate((at) => desk.hears(at), index);
    return level > audible ? Math.round(frequency / 10) * 10 : 0;
  }
}

/** What each user's microphone plays, in Hz: far apart, and not multiples of each other. */
export const voices: Record<UserName, number> = {
  alice: 440,
  bob: 1010,
  carol: 1630,
  dave: 2290,
  erin: 700,
  frank: 530,
};

/** Opens a phone for one of the stack's users; it is not registered yet. */
export async function openDesk(
  page: Page,
  stack: Stack,
  user: UserName,
  setup: Partial<Setup> & Pick<Setup, 'engine'>,
): Promise<DeskPhone> {
  await page.goto('/e2e/pages/phone.html');
  await page.waitForFunction(() => 'desk' in globalThis);
  const {aor, authUser, password} = stack.addresses.users[user];
  await page.evaluate((options) => desk.open(options), {
    server: stack.addresses.asterisk.wss,
    aor,
    authUser,
    password,
    voice: voices[user],
    ...setup,
  });
  return new DeskPhone(page, user);
}
