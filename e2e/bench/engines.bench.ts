// From dialling to the INVITE as Asterisk received it, and to the answer: Sidetone with each engine, beside JsSIP as it comes.
import {extensions} from '../../packages/stack/src/index.js';
import type {Desk} from '../pages/phone.js';
import type {Plain} from '../pages/plain-jssip.js';
import {setUp} from './setting.js';
import {line, ratio} from './statistics.js';

declare global {
  var desk: Desk;
  var plain: Plain;
}

const count = Number(process.env['BENCH_COUNT'] ?? 15);
const setting = await setUp();

/** Milliseconds from a call's beginning in the page. */
interface Times {
  invite: number[];
  answer: number[];
}

try {
  const {asterisk, users} = setting.stack.addresses;
  /** `dial` resolves with when it dialled and when it was answered, in ms since 1970. */
  const measure = async (
    dial: () => Promise<{from: number; answered: number}>,
    hangUp: () => Promise<unknown>,
  ) => {
    const times: Times = {invite: [], answer: []};
    for (let call = 0; call <= count; call++) {
      setting.stack.sip.clear();
      const invited = setting.stack.sip.waitFor(
        ({direction, method, status}) => direction === 'in' && method === 'INVITE' && status === 0,
        {timeout: 10_000},
      );
      const {from, answered} = await dial();
      times.invite.push((await invited).time - from);
      times.answer.push(answered - from);
      await hangUp();
    }
    // The first call asks for the microphone.
    return {invite: times.invite.slice(1), answer: times.answer.slice(1)};
  };

  const plainPage = await setting.page('plain-jssip', 'plain');
  await plainPage.evaluate(([url, user]) => plain.register(url, user), [asterisk.wss, users.alice] as const);
  const bare = await measure(
    () =>
      plainPage.evaluate(async (target) => {
        const from = Date.now();
        const outcome = await plain.call(target);
        if (outcome !== 'accepted') throw new Error(outcome);
        return {from, answered: Date.now()};
      }, extensions.echo),
    () => plainPage.evaluate(() => plain.session?.terminate() && undefined),
  );
  for (const [part, times] of Object.entries(bare))
    console.log(line(`JsSIP alone, dialled to ${part}`, times));

  for (const engine of ['jssip', 'sipjs'] as const) {
    const page = await setting.page('phone', 'desk');
    await page.evaluate(
      async ([server, user, engine]) => {
        desk.open({server, ...user, engine});
        await desk.phone.register();
      },
      [asterisk.wss, users.alice, engine] as const,
    );
    const own = await measure(
      () =>
        page.evaluate(async (target) => {
          const from = Date.now();
          const call = desk.phone.dial(target);
          while (call.status !== 'connected')
            await new Promise((resolve) => call.addEventListener('change', resolve, {once: true}));
          return {from, answered: Date.now()};
        }, extensions.echo),
      () => page.evaluate(() => desk.call().hangup()),
    );
    for (const part of ['invite', 'answer'] as const) {
      console.log(line(`Sidetone with ${engine}, dialled to ${part}`, own[part]));
      console.log(ratio(`Sidetone with ${engine} to JsSIP alone, ${part}`, own[part], bare[part]));
    }
  }
} finally {
  await setting.close();
}
process.exit(0);
