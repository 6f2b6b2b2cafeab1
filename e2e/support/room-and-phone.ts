import {test as base, tones, type Name} from './attendee.js';
import type {RoomAndPhone} from '../pages/room-and-phone.js';
import {GatewayPhone} from './gateway.js';

declare global {
  var roomAndPhone: RoomAndPhone;
}

interface RoomAndPhoneFixtures {
  /** Opens a page of the elements: a conference and a phone. */
  roomAndPhone: (name: Name, options: {room: string; typesPin?: boolean}) => Promise<GatewayPhone>;
}

export const test = base.extend<RoomAndPhoneFixtures>({
  roomAndPhone: async ({browser, baseURL, application, engine}, use, {testId}) => {
    const context = await browser.newContext({...(baseURL && {baseURL})});
    await use(async (name, {room, typesPin = false}) => {
      const userId = `${name}${testId.slice(-6)}`;
      const query = new URLSearchParams({
        gateway: application.url,
        room,
        session: await application.session(userId, {name, rooms: [room]}),
        engine,
        voice: `${tones[name]}`,
        ...(typesPin && {pin: ''}),
      });
      const page = await context.newPage();
      await page.goto(`/e2e/pages/room-and-phone.html?${query}`);
      const phone = new GatewayPhone(page, userId);
      await phone.isReady();
      return phone;
    });
    await context.close();
  },
});

export {expect, expectHearing, tones, type Attendee} from './attendee.js';
