import {pinDialogue} from '../../packages/stack/src/index.js';
import {alone} from '../support/alone.js';
import {asked, attempt} from '../support/pin-dialogue.js';
import {expect, test} from '../support/test.js';

test('the right PIN opens the door', async ({registered, stack}) => {
  const alice = await registered('alice');
  await alice.dial('607');
  await asked(stack, 1);
  expect(await alice.sendDtmf(`${pinDialogue.pin}#`)).toBe('ok');
  expect(await attempt(stack, 1)).toMatchObject({result: 'right', received: pinDialogue.pin});
  await alice.hears(pinDialogue.right);
});

test('a wrong PIN three times ends the call', async ({registered, stack}) => {
  test.slow();
  const alice = await registered('alice');
  await alice.dial('607');
  for (const number of [1, 2, 3]) {
    await asked(stack, number);
    await alice.sendDtmf(`00000000${number}#`);
    expect(await attempt(stack, number)).toMatchObject({result: 'wrong', received: `00000000${number}`});
  }
  await alice.reaches('cleared');
  expect(await alice.facts()).toMatchObject({cause: 'remote-hung-up'});
});

test('a PIN typed too slowly is asked for again', async ({registered, stack}) => {
  await stack.cli('dialplan set global PIN_TIMEOUT 3');
  const alice = await registered('alice');
  await alice.dial('607');
  await asked(stack, 1);
  await alice.sendDtmf('123');
  expect(await attempt(stack, 1)).toMatchObject({result: 'timeout', received: '123'});
  await stack.cli('dialplan set global PIN_TIMEOUT 5');
  await asked(stack, 2);
  await alice.sendDtmf(`${pinDialogue.pin}#`);
  expect(await attempt(stack, 2)).toMatchObject({result: 'right'});
});

// A browser that has to wait for a processor sends its digits unevenly: these are alone.

test(
  '500 random digits arrive in order and without loss, across a hold',
  alone,
  async ({registered, stack, engine}) => {
    test.setTimeout(240_000);
    const digits = Array.from({length: 500}, () => '0123456789*#ABCD'[Math.floor(Math.random() * 16)]).join(
      '',
    );
    const alice = await registered('alice');
    await alice.dial('608');
    await alice.reaches('connected');
    // At the pace that telephones are sure to follow, and at one that only machines follow.
    const pace = engine === 'jssip' ? {} : {duration: 60, gap: 40};
    const sent = alice.sendDtmf(digits, pace);
    await stack.ari.waitFor(({type}) => type === 'ChannelDtmfReceived');
    expect(await alice.ask('hold')).toBe('ok');
    expect(await alice.ask('resume')).toBe('ok');
    expect(await sent).toBe('ok');
    await expect.poll(() => stack.ari.digits()).toHaveLength(500);
    expect(stack.ari.digits()).toBe(digits);
  },
);

test('digits typed one by one arrive each once, however quickly', alone, async ({registered, stack}) => {
  test.slow();
  const digits = '1122334455667788990011#*0*#7';
  // 300 ms leaves each digit alone on the wire; the others come while the one before is still being sent.
  const pauses = [
    ...Array<number>(12).fill(300),
    60,
    90,
    120,
    170,
    230,
    60,
    60,
    300,
    120,
    90,
    230,
    170,
    60,
    90,
    300,
  ];
  const alice = await registered('alice');
  await alice.dial('608');
  await alice.reaches('connected');
  const sent = await alice.page.evaluate(
    async ([tones, waits]) => {
      const lots: Promise<string>[] = [];
      for (const [index, tone] of [...tones].entries()) {
        lots.push(desk.outcome(() => desk.call().sendDtmf(tone)));
        await new Promise((over) => setTimeout(over, waits[index]));
      }
      return Promise.all(lots);
    },
    [digits, pauses] as const,
  );
  expect(new Set(sent)).toEqual(new Set(['ok']));
  await expect.poll(() => stack.ari.digits().length).toBeGreaterThanOrEqual(digits.length);
  expect(stack.ari.digits()).toBe(digits);
});

test('a digit lasts as long as it was pressed, for the far side too', async ({registered, stack}) => {
  const alice = await registered('alice');
  await alice.dial('608');
  await alice.reaches('connected');
  expect(await alice.sendDtmf('15')).toBe('ok');
  await expect.poll(() => stack.ari.digits()).toBe('15');
  const lengths = stack.ari.events
    .filter(({type}) => type === 'ChannelDtmfReceived')
    .map(({duration_ms}) => duration_ms);
  // One whose beginning never came is given 80 ms. Asterisk reads the clock of the event wrongly at times, and then says 600.
  expect(Math.min(...lengths.map(Number))).toBeGreaterThanOrEqual(100);
});

test('a far side without telephone-event gets its digits by INFO', async ({registered, stack}) => {
  const erin = await registered('erin');
  await erin.dial('608');
  await erin.reaches('connected');
  expect(await erin.sendDtmf('1234567890*#')).toBe('ok');
  await expect.poll(() => stack.ari.digits()).toBe('1234567890*#');
  const info = await stack.sip.waitFor(({method, status}) => method === 'INFO' && status === 0);
  expect(info.header('content-type')).toBe('application/dtmf-relay');
});

test('a wrong digit is refused without repeating what was typed', async ({registered}) => {
  const alice = await registered('alice');
  await alice.dial('608');
  await alice.reaches('connected');
  const message = await alice.page.evaluate(() =>
    desk
      .call()
      .sendDtmf('98765x')
      .catch((error: Error) => error.message),
  );
  expect(message).toContain('"X"');
  expect(message).not.toContain('98765');
  expect((await alice.facts()).status).toBe('connected');
});
