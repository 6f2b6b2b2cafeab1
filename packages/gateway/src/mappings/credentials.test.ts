import {createHash} from 'node:crypto';
import {expect, test} from 'vitest';
import {onEachDatabase} from '../testing/databases.js';
import {createTestGateway, type TestGateway} from '../testing/services.js';

const user = {sipUser: 'alice', sipHost: 'sip.example.org'};
const bob = {...user, sipUser: 'bob'};
const minute = 60_000;

onEachDatabase((database) => {
  /** Two gateways that share keys and database, with one clock: life of a credential 60 minutes. */
  async function setUp() {
    const gateways = [await createTestGateway(database()), await createTestGateway(database())] as [
      TestGateway,
      TestGateway,
    ];
    for (const one of [user, bob])
      await gateways[0].services.mappings.add({...one, sipPassword: 'wonderland', userId: '434'}, 'operator');
    const [issuing, asked] = gateways.map(({services}) => services.credentials) as [Credentials, Credentials];
    const at = (minutes: number) => gateways.forEach((gateway) => gateway.setClock(minutes * minute));
    return {issuing, asked, at};
  }
  type Credentials = TestGateway['services']['credentials'];
  const issue = (credentials: Credentials) => credentials.issue(user, 'browser:434');
  const works = async (credentials: Credentials, password: string) =>
    (await credentials.digests(user)).includes(
      createHash('md5').update(`alice:sip.example.org:${password}`).digest('hex'),
    );

  test('a password works with every gateway until it expires, and not afterwards', async () => {
    const {issuing, asked, at} = await setUp();
    at(10);
    const {password, expiresAt} = await issue(issuing);
    expect(expiresAt.getTime()).toBe(60 * minute);
    for (const now of [10, 29.9, 30, 59.9]) {
      at(now);
      expect(await works(asked, password), `after ${now} minutes`).toBe(true);
    }
    at(60);
    expect(await works(asked, password)).toBe(false);
  });

  test('the next password works before and after the former one has expired', async () => {
    const {issuing, asked, at} = await setUp();
    at(10);
    const first = await issue(issuing);
    at(40);
    const second = await issue(issuing);
    expect(second.password).not.toBe(first.password);
    expect([await works(asked, first.password), await works(asked, second.password)]).toEqual([true, true]);
    at(61);
    expect([await works(asked, first.password), await works(asked, second.password)]).toEqual([false, true]);
  });

  test('digests that Asterisk has cached for half a life still have the password that is handed out now', async () => {
    const {issuing, asked, at} = await setUp();
    at(10);
    const cached = await asked.digests(user);
    at(39.9);
    const {password} = await issue(issuing);
    expect(cached).toContain(createHash('md5').update(`alice:sip.example.org:${password}`).digest('hex'));
  });

  test('a digest stays in its place while it is valid', async () => {
    const {asked, at} = await setUp();
    at(10);
    const before = await asked.digests(user);
    at(40);
    const after = await asked.digests(user);
    expect(before.filter((digest, index) => digest === after[index])).toHaveLength(2);
  });

  test('revoking makes every password worthless, and the next one works', async () => {
    const {issuing, asked} = await setUp();
    const {password} = await issue(issuing);
    await asked.revoke(user, 'operator');
    expect(await works(asked, password)).toBe(false);
    expect(await works(asked, (await issue(issuing)).password)).toBe(true);
  });

  test('other users have other passwords', async () => {
    const {issuing, asked} = await setUp();
    const {password} = await issue(issuing);
    const own = (await issuing.issue(bob, 'browser:435')).password;
    const opens = async (text: string) =>
      (await asked.digests(bob)).includes(
        createHash('md5').update(`bob:sip.example.org:${text}`).digest('hex'),
      );
    expect([await opens(own), await opens(password)]).toEqual([true, false]);
  });
});
