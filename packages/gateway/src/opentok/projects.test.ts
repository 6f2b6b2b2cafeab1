import {sql} from 'drizzle-orm';
import {SignJWT} from 'jose';
import {expect, test} from 'vitest';
import {Vault} from '../secrets/vault.js';
import {onEachDatabase} from '../testing/databases.js';
import {OpenTokApplication} from '../testing/opentok.js';
import {Projects} from './projects.js';
import {makeSessionId} from './session-id.js';

onEachDatabase((database) => {
  const create = () => {
    const {queries} = database();
    return new Projects({queries, vault: new Vault([new Uint8Array(32).fill(7)]), clock: Date.now});
  };
  const request = (apiKey: string, secret: string) =>
    new SignJWT({ist: 'project'})
      .setProtectedHeader({alg: 'HS256', typ: 'JWT'})
      .setIssuer(apiKey)
      .setIssuedAt()
      .setExpirationTime('5 min')
      .sign(new TextEncoder().encode(secret));

  test("a project's requests are known by its secret, which the database does not show", async () => {
    const projects = create();
    const {apiKey, secret} = await projects.add({name: 'Shop'}, 'operator');
    expect(apiKey).toMatch(/^\d{8}$/);
    expect(secret).toMatch(/^[0-9a-f]{40}$/);
    expect(await projects.authenticate(await request(apiKey, secret))).toEqual({kind: 'project', id: apiKey});
    expect(await projects.list()).toEqual([{apiKey, name: 'Shop', createdAt: expect.any(Date) as unknown}]);
    const {rows} = (await database().queries.execute(sql`
      select p::text as text from opentok_projects p union all select a::text from audit_trail a`)) as {
      rows: {text: string}[];
    };
    expect(rows).toHaveLength(2);
    for (const {text} of rows) expect(text).not.toContain(secret);
  });

  test('strangers, participants and removed projects are turned away', async () => {
    const projects = create();
    const {apiKey, secret} = await projects.add({}, 'operator');
    const participant = new OpenTokApplication(apiKey, secret, '').token(makeSessionId(apiKey, Date.now()));
    for (const token of [
      participant,
      await request(apiKey, 'x'.repeat(40)),
      await request('1', secret),
      'nonsense',
    ])
      await expect(projects.authenticate(token)).rejects.toMatchObject({code: 'token-invalid'});
    await expect(projects.authenticate(undefined)).rejects.toMatchObject({code: 'token-missing'});
    await projects.remove(apiKey, 'operator');
    const late = projects.authenticate(await request(apiKey, secret));
    await expect(late).rejects.toMatchObject({code: 'token-invalid'});
    await expect(projects.remove(apiKey, 'operator')).rejects.toMatchObject({code: 'project-unknown'});
  });

  test('a project brings the key and secret that it has at OpenTok', async () => {
    const projects = create();
    const mine = {apiKey: '45828062', secret: 's'.repeat(40)};
    expect(await projects.add(mine, 'operator')).toEqual(mine);
    await expect(projects.add(mine, 'operator')).rejects.toMatchObject({code: 'project-exists'});
    for (const wrong of [{apiKey: 'a/b'}, {secret: 'short'}])
      await expect(projects.add(wrong, 'operator')).rejects.toMatchObject({code: 'project-invalid'});
  });
});
