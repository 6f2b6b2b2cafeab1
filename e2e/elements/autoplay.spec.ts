import {chromium, type Page} from '@playwright/test';
import {expect, test} from '../support/test.js';
import {PhoneWindow} from '../support/window.js';
import {directions} from '../support/wire.js';

// Recording a trace looks into the page, which counts as a person's gesture and lets it sound.
test.use({trace: 'off'});

declare global {
  /** What plays the far side. */
  var loudspeaker: HTMLMediaElement | undefined;
}

/** Waits for what `look` finds, without the gesture of a person that Playwright's own evaluation counts as. */
async function untouched<T>(page: Page, look: () => T): Promise<Exclude<T, undefined | null | false | ''>> {
  const session = await page.context().newCDPSession(page);
  const find = async () => {
    const {result} = await session.send('Runtime.evaluate', {expression: `(${look})()`, returnByValue: true});
    return result.value as T;
  };
  await expect.poll(find).toBeTruthy();
  return (await find()) as Exclude<T, undefined | null | false | ''>;
}

test('a browser that blocks sound offers the remedy, and the sound flows after the click', async ({
  launchOptions,
  site,
  stack,
  engine,
}) => {
  const blocking = (launchOptions.args ?? []).filter((flag) => !flag.startsWith('--autoplay-policy'));
  const args = [...blocking, '--autoplay-policy=document-user-activation-required'];
  const browser = await chromium.launch({...launchOptions, args});
  try {
    const page = await browser.newPage();
    await page.addInitScript(() => {
      // A page that captures a real microphone is allowed to sound.
      const silence = () => new AudioContext().createMediaStreamDestination().stream;
      navigator.mediaDevices.getUserMedia = () => Promise.resolve(silence());
      const {play} = HTMLMediaElement.prototype;
      HTMLMediaElement.prototype.play = function () {
        if (this.srcObject) globalThis.loudspeaker = this;
        return play.call(this);
      };
      const dial = () => document.querySelector('sidetone-softphone')!.phone!.dial('601');
      addEventListener('sidetone-registration-change', ({registration}) => {
        if (registration === 'registered') dial();
      });
    });
    await page.goto(`${site.url}demo/?as=alice&engine=${engine}&lang=en`);
    const {x, y} = await untouched(page, () => {
      const phone = document.querySelector('sidetone-softphone')?.shadowRoot;
      const box = phone?.querySelector('.unblock')?.getBoundingClientRect();
      const told = phone?.textContent?.includes('The browser blocks sound');
      return (
        box && told && globalThis.loudspeaker?.paused && {x: box.x + box.width / 2, y: box.y + box.height / 2}
      );
    });
    await page.mouse.click(x, y);
    const alice = new PhoneWindow(page, 'alice');
    await expect(alice.phone).not.toContainText('The browser blocks sound');
    await expect.poll(() => page.evaluate(() => globalThis.loudspeaker!.paused)).toBe(false);
    await expect.poll(() => page.evaluate(() => globalThis.loudspeaker!.currentTime)).toBeGreaterThan(0);
    await alice.hears(1_000);
    const {callId} = await stack.sip.waitFor(
      ({method, target}) => method === 'INVITE' && /601@/.test(target),
    );
    expect(directions(stack, callId)).toEqual([]);
    expect(await stack.ari.channels()).toMatchObject([{state: 'Up'}]);
  } finally {
    await browser.close();
  }
});
