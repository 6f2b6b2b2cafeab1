import {AriError} from '../asterisk/ari/errors.js';
import type {Ari} from '../asterisk/ari/rest.js';
import {headersOf} from './invite.js';

/** As many as a caller may have us ask for. */
const most = 100;
const token = /^[A-Za-z0-9.!%*_+`'~-]+$/;

/** The headers of the INVITE that made a channel, as Asterisk tells them one by one. Empty when the channel is gone. */
export async function channelHeaders(ari: Ari, channelId: string): Promise<Record<string, string>> {
  const names = (await variable(ari, channelId, 'PJSIP_HEADERS()')).split(',').map((name) => name.trim());
  const found: [string, string][] = [];
  for (const name of new Set(names.filter((one) => token.test(one)).slice(0, most)))
    for (let number = 1; found.length < most; number++) {
      const value = await variable(ari, channelId, `PJSIP_HEADER(read,${name},${number})`);
      if (!value) break;
      found.push([name, value]);
    }
  return headersOf(found);
}

/** Empty when there is none, which Asterisk calls a function that it cannot read, and when the channel is gone. */
async function variable(ari: Ari, channelId: string, name: string): Promise<string> {
  try {
    return await ari.variable(channelId, name);
  } catch (error) {
    if (error instanceof AriError && (error.status === 404 || error.status === 500)) return '';
    throw error;
  }
}
