import {sql} from 'drizzle-orm';
import {describe, expect, test} from 'vitest';
import {onEachDatabase} from '../testing/databases.js';
import {createTestGateway, type TestGateway} from '../testing/services.js';
import type {Database} from '../database/database.js';

const elsewhere = {sipUser: 'alice', sipPassword: 'wonderland', sipHost: 'provider.example', userId: '434'};
const local = {...elsewhere, sipHost: 'sip.example.org'};

async function storedPassword({queries}: Database): Promise<unknown> {
  const {rows} = (await queries.execute(sql`select sip_password from sip_user_mappings`)) as {
    rows: {sip_password: string}[];
  };
  return rows[0]?.sip_password;
}

async function insertByHand({queries}: Database, password = 'wonderland'): Promise<void> {
  await queries.execute(sql`insert into sip_user_mappings (sip_user, sip_password, sip_host, sip_parameters, peer_id)
    values ('alice', ${password}, 'provider.example', '{"transport": "tcp"}', 434)`);
}

onEachDatabase((database) => {
  const gateway = (settings?: Record<string, string>): Promise<TestGateway> =>
    createTestGateway(database(), settings);

  describe('passwords', () => {
    test('a plain one that psql has inserted works at once, and is encrypted from the first look on', async () => {
      const {services} = await gateway();
      await insertByHand(database());
      const [mapping] = await services.mappings.ofUser('434');
      expect(await storedPassword(database())).toMatch(/^enc:v1:/);
      expect(await services.mappings.passwordOf(mapping!)).toBe('wonderland');
    });

    test('one that psql changes counts at once', async () => {
      const {services} = await gateway();
      const mapping = await services.mappings.add(elsewhere, 'operator');
      await database().queries.execute(sql`update sip_user_mappings set sip_password = 'looking glass'`);
      expect(await services.mappings.passwordOf(mapping)).toBe('looking glass');
    });

    test('all are encrypted in the background, also those under a former key', async () => {
      const [former, present] = ['the former key of 32 characters …', 'the present key of 32 characters …'];
      const before = await gateway({ENCRYPTION_KEY: former});
      await insertByHand(database());
      expect(await before.services.mappings.sealAll()).toBe(1);
      const {services} = await gateway({ENCRYPTION_KEY: present, ENCRYPTION_KEYS_BEFORE: former});
      expect([await services.mappings.sealAll(), await services.mappings.sealAll()]).toEqual([1, 0]);
      const after = await gateway({ENCRYPTION_KEY: present});
      const [mapping] = await after.services.mappings.all();
      expect(await after.services.mappings.passwordOf(mapping!)).toBe('wonderland');
    });
  });

  test('a user has its own mappings only, those that register first', async () => {
    const {mappings} = (await gateway()).services;
    await mappings.add({...elsewhere, register: false}, 'operator');
    await mappings.add(local, 'operator');
    await mappings.add({...local, sipUser: 'bob', userId: 'bob@example.com'}, 'operator');
    expect((await mappings.ofUser('434')).map(({sipHost}) => sipHost)).toEqual([
      'sip.example.org',
      'provider.example',
    ]);
    expect((await mappings.ofUser('bob@example.com')).map(({sipUser}) => sipUser)).toEqual(['bob']);
    expect(await mappings.ofUser('0434')).toEqual([]);
  });

  test('a mapping of something that is no user has no phone', async () => {
    const {mappings} = (await gateway()).services;
    await insertByHand(database());
    await database().queries.execute(sql`update sip_user_mappings set peer_type = 2`);
    expect(await mappings.all()).toEqual([]);
  });

  test('what an operator got wrong is left out, and the log says where', async () => {
    const {services, logged} = await gateway();
    await services.mappings.add({...local, sipUser: 'bob'}, 'operator');
    await insertByHand(database());
    await database().queries.execute(
      sql`update sip_user_mappings set sip_parameters = '{"transport": "carrier pigeon"}' where sip_user = 'alice'`,
    );
    expect((await services.mappings.all()).map(({sipUser}) => sipUser)).toEqual(['bob']);
    expect(logged()).toContain('sip_parameters of alice@provider.example');
  });

  test('all of several, or none', async () => {
    const {mappings} = (await gateway()).services;
    const twice = mappings.addAll([local, {...local, sipUser: 'bob'}, local], 'operator');
    await expect(twice).rejects.toMatchObject({code: 'mapping-exists'});
    await expect(mappings.addAll([local, {...local, sipUser: 'bob;x'}], 'operator')).rejects.toMatchObject({
      code: 'mapping-invalid',
    });
    expect(await mappings.all()).toEqual([]);
  });

  describe('autocreate', () => {
    test('gives a new user a mapping, once', async () => {
      const {services} = await gateway({
        MODULES_SIP_AUTOCREATE_ON: 'true',
        MODULES_SIP_AUTOCREATE_HOST: 'example.com',
        MODULES_SIP_AUTOCREATE_PORT: '5070',
        MODULES_SIP_AUTOCREATE_USER_PREFIX: 'dialog',
        MODULES_SIP_AUTOCREATE_REGISTER: 'false',
      });
      await Promise.all([1, 2, 3].map(() => services.autocreate.ensure('434')));
      expect(await services.mappings.ofUser('434')).toEqual([
        expect.objectContaining({
          sipUser: 'dialog434',
          sipHost: 'example.com',
          sipPort: 5070,
          register: false,
        }),
      ]);
    });

    test('takes the SIP domain of Asterisk, and makes SIP users of any user id', async () => {
      const {services} = await gateway({MODULES_SIP_AUTOCREATE_ON: 'true'});
      await services.autocreate.ensure('anne@example.com');
      await services.autocreate.ensure('anne_example.com');
      const all = await services.mappings.all();
      expect(all.map(({sipUser, sipHost}) => `${sipUser}@${sipHost}`)).toEqual([
        'anne_example.com@sip.example.org',
        expect.stringMatching(/^anne_example\.com-[0-9a-f]{8}@sip\.example\.org$/),
      ]);
    });

    test('a prefix that the operator changes is for users who are new then', async () => {
      const on = {MODULES_SIP_AUTOCREATE_ON: 'true'};
      await (await gateway(on)).services.autocreate.ensure('434');
      const {services} = await gateway({...on, MODULES_SIP_AUTOCREATE_USER_PREFIX: 'dialog'});
      for (const user of ['434', '435']) await services.autocreate.ensure(user);
      expect((await services.mappings.all()).map(({sipUser}) => sipUser)).toEqual(['434', 'dialog435']);
    });

    test('is off by default', async () => {
      const {services} = await gateway();
      expect(await services.autocreate.ensure('434')).toBeUndefined();
      expect(await services.mappings.all()).toEqual([]);
    });
  });
});
