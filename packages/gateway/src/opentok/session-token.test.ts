import {SignJWT} from 'jose';
import {expect, test} from 'vitest';
import {OpenTokApplication} from '../testing/opentok.js';
import {verifyRequestToken} from './request-token.js';
import {apiKeyOf, makeSessionId} from './session-id.js';
import {readSessionToken} from './session-token.js';

const now = Date.now();
const seconds = Math.floor(now / 1000);
const [apiKey, secret] = ['45828062', 'a'.repeat(40)];
const sessionId = makeSessionId(apiKey, now);
const expected = {sessionId, apiKey, secret, now};
const application = new OpenTokApplication(apiKey, secret, 'http://127.0.0.1:9');
const sign = (claims: Record<string, unknown>, key = secret, alg = 'HS256') =>
  new SignJWT({iss: apiKey, ist: 'project', iat: seconds, exp: seconds + 300, ...claims})
    .setProtectedHeader({alg, typ: 'JWT'})
    .sign(new TextEncoder().encode(key));

test('session ids are of their project, also those that OpenTok has made', () => {
  expect(apiKeyOf(sessionId)).toBe(apiKey);
  expect(makeSessionId(apiKey, now)).not.toBe(sessionId);
  const theirs = `1_${Buffer.from('1~123456~127.0.0.1~Mon Aug 01 2016~0.5~').toString('base64url')}`;
  expect(apiKeyOf(theirs)).toBe('123456');
  for (const wrong of ['standup', '2_', `3_${sessionId.slice(2)}`, '2_bm9uc2Vuc2U', `${sessionId}/x`])
    expect(apiKeyOf(wrong)).toBeUndefined();
});

test.each([false, true])("the SDK's tokens are read (legacy: %s)", async (legacy) => {
  const token = application.token(sessionId, {role: 'moderator', data: 'name=Ä & b=1'}, legacy);
  expect(await readSessionToken(token, expected)).toEqual({role: 'moderator', data: 'name=Ä & b=1'});
  expect(await readSessionToken(application.token(sessionId, {}, legacy), expected)).toEqual({
    role: 'publisher',
  });
});

test.each([false, true])('tokens are refused to strangers and latecomers (legacy: %s)', async (legacy) => {
  const refused = async (token: string, over: Partial<typeof expected>, why: RegExp) => {
    const reading = readSessionToken(token, {...expected, ...over});
    await expect(reading).rejects.toMatchObject({
      code: 'session-token-invalid',
      message: expect.stringMatching(why) as unknown,
    });
  };
  const token = application.token(sessionId, {}, legacy);
  await refused(token, {secret: 'b'.repeat(40)}, /not signed/);
  await refused(token, {apiKey: '1'}, /not signed/);
  await refused(token, {sessionId: makeSessionId(apiKey, now)}, /another session/);
  await refused(token, {now: now + 2 * 24 * 3_600_000}, /expired/);
  await refused('nonsense', {}, /not signed/);
  await refused('T1==nonsense', {}, /not signed/);
});

test('a request proves itself, and is no participant', async () => {
  const verify = async (token: string) => verifyRequestToken(token, {apiKey, secret, now});
  await expect(verify(await sign({}))).resolves.toBeUndefined();
  await expect(verify(application.token(sessionId))).rejects.toThrow('participant');
  await expect(verify(await sign({scope: ''}))).rejects.toThrow('participant');
  await expect(verify(await sign({session_id: sessionId}))).rejects.toThrow('participant');
  await expect(verify(await sign({ist: 'account'}))).rejects.toThrow('"ist"');
  await expect(verify(await sign({iss: '1'}))).rejects.toThrow('"iss"');
  await expect(verify(await sign({exp: seconds - 60}))).rejects.toThrow('"exp"');
  await expect(verify(await sign({exp: undefined}))).rejects.toThrow('"exp"');
  await expect(verify(await sign({exp: seconds + 90_000}))).rejects.toThrow('"exp"');
  await expect(verify(await sign({}, 'b'.repeat(40)))).rejects.toThrow('signature');
  await expect(verify(await sign({}, secret.repeat(2), 'HS512'))).rejects.toThrow('alg');
});
