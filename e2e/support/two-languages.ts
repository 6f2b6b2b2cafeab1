import {roomNumber} from '../../packages/stack/src/gateway/settings.js';
import {test as base} from './gateway.js';

/** Numbers that lead to rooms, as people write them, and what each speaks. */
export const spokenAt = {en: roomNumber, de: '+41 44 668 18 02'} as const;

/** The test of a gateway whose callers hear English at one number, and German at another. */
export const test = base.extend({
  gatewayOptions: [
    async ({gatewayOptions}, use) =>
      use({
        ...gatewayOptions,
        settings: {
          ROOM_TELEPHONY_PHONE_NUMBER: Object.values(spokenAt).join(','),
          ROOM_TELEPHONY_LANGUAGES: JSON.stringify({[spokenAt.de]: ['de']}),
        },
      }),
    {scope: 'worker'},
  ],
});

export {expect, type GatewayPhone} from './gateway.js';
