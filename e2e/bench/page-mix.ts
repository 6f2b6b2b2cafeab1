import type {Page} from '@playwright/test';
import type {Setting} from './setting.js';
import {line} from './statistics.js';

interface Figures {
  median: number;
  p95: number;
}

/** Three people in one page: somebody on the telephone, a guest in a room, and a host whose page is in both. */
export async function listenIn({stack, livekit, token, page: open}: Setting): Promise<{
  page: Page;
  show(name: string, from: string, to: string, count: number): Promise<Figures>;
}> {
  const {asterisk, users} = stack.addresses;
  const page = await open();
  await page.evaluate(([name, options]) => bench.attend(name, options), [
    'host',
    {server: asterisk.wss, user: users.bob, url: livekit.url, token: await token('room', 'host')},
  ] as const);
  await page.evaluate(([url, token]) => bench.enter('guest', url, token), [
    livekit.url,
    await token('room', 'guest'),
  ] as const);
  await page.evaluate(([url, user]) => bench.call('caller', url, user, 'bob'), [
    asterisk.wss,
    users.alice,
  ] as const);
  await page.evaluate(() => bench.measure('caller', 'host', 5));
  return {
    page,
    async show(name, from, to, count) {
      const results = await page.evaluate(([from, to, count]) => bench.measure(from, to, count), [
        from,
        to,
        count,
      ] as const);
      console.log(line(name, results));
      const known = results.filter((value) => value !== null).sort((one, other) => one - other);
      const at = (part: number) => known[Math.min(known.length - 1, Math.floor(part * known.length))] ?? NaN;
      return {median: at(0.5), p95: at(0.95)};
    },
  };
}
