import {expect, test} from '../support/office.js';

test.describe.configure({timeout: 120_000});
test.afterAll(({office}) => office.close());

test('whoever leaves takes the phones along that were called so, and no others', async ({office}) => {
  const {alice, bob, dave} = await office.open();
  const lines: string[] = [];
  for (const [index, endsWithMe] of [false, true].entries()) {
    const {code, id} = await alice.dialOut(dave.userId, {endsWithMe});
    expect(code).toBe('ok');
    await dave.callIs('ringing', index);
    await dave.answer(index);
    await dave.callIs('connected', index);
    lines.push(id);
  }
  await alice.leave();
  // Dave's phone got a BYE for the second line; the first, which waits there, stays.
  await dave.callIs('cleared', 1);
  expect(await dave.page.evaluate(() => attendee.call(1).cause)).toBe('remote-hung-up');
  await expect
    .poll(() =>
      bob.page.evaluate(
        ([first, second]) => [
          attendee.leg(first).status,
          attendee.conference.legs.find(({id, ended}) => id === second && !ended),
        ],
        lines as [string, string],
      ),
    )
    .toEqual(['held', undefined]);
  await dave.callIs('held', 0);
});
