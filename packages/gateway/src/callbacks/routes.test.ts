import {SignJWT} from 'jose';
import {expect, test} from 'vitest';
import {onEachDatabase} from '../testing/databases.js';
import {createTestGateway} from '../testing/services.js';

onEachDatabase((database) => {
  test('application servers say where the events of all calls go, and projects where those of theirs do', async () => {
    const {app, application, services, close} = await createTestGateway(database());
    const {apiKey, secret} = await services.opentok.projects.add({}, 'operator');
    const other = await services.opentok.projects.add({}, 'operator');
    const token = await new SignJWT({ist: 'project'})
      .setProtectedHeader({alg: 'HS256'})
      .setIssuer(apiKey)
      .setIssuedAt()
      .setExpirationTime('5 min')
      .sign(new TextEncoder().encode(secret));
    const asApplication = {authorization: await application()};
    const asProject = {'x-opentok-auth': token};
    const url = 'https://app.example.org/calls';
    const own = `/v2/project/${apiKey}/callback` as const;
    const ask = (
      method: 'GET' | 'POST' | 'PUT' | 'DELETE',
      path: string,
      headers: Record<string, string>,
      to?: string,
    ) => app.inject({method, url: path, headers, ...(to !== undefined && {payload: {url: to}})});

    const added = await ask('POST', '/v1/callbacks', asApplication, url);
    expect(added.statusCode).toBe(201);
    const {id, secret: told} = added.json<{id: string; secret: string}>();
    expect(told).toMatch(/^whsec_/);
    const set = await ask('PUT', own, asProject, url);
    expect(set.json()).toEqual({url, secret: expect.stringMatching(/^whsec_/) as string});
    const moved = await ask('PUT', own, asProject, `${url}/2`);
    expect(moved.json()).toEqual({url: `${url}/2`});
    const shown = {createdAt: expect.any(String) as string, waiting: 0, dead: 0};
    expect((await ask('GET', own, asProject)).json()).toEqual({url: `${url}/2`, ...shown});
    expect((await ask('GET', '/v1/callbacks', asApplication)).json()).toEqual({
      callbacks: [{id, url, ...shown}],
    });

    const refused = [
      [await ask('POST', '/v1/callbacks', asApplication, url), 409],
      [await ask('POST', '/v1/callbacks', asApplication, 'ftp://app.example.org'), 400],
      [await ask('POST', '/v1/callbacks', asApplication, 'http://10.0.0.1/'), 400],
      [await ask('PUT', `/v2/project/${other.apiKey}/callback`, asProject, url), 403],
      [await ask('PUT', own, asApplication, url), 401],
      [await ask('DELETE', `/v1/callbacks/project:${apiKey}`, asApplication), 404],
    ] as const;
    for (const [{statusCode}, expected] of refused) expect(statusCode).toBe(expected);
    expect((await ask('DELETE', own, asProject)).statusCode).toBe(204);
    expect((await ask('GET', own, asProject)).statusCode).toBe(404);
    expect((await ask('DELETE', `/v1/callbacks/${id}`, asApplication)).statusCode).toBe(204);
    expect(await services.callbacks.endpoints.list()).toEqual([]);
    await close();
  });
});
