import {Caller} from '@sidetone/stack';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import type {Database} from '../database/database.js';
import type {RunningPart} from '../serve.js';
import {migratedPglite} from '../testing/databases.js';
import {createTestGateway, type TestGateway} from '../testing/services.js';
import {asteriskId, asteriskSetting, createExchange, type Exchange} from '../testing/telephony/exchange.js';
import type {CapturedMessage} from './feed.js';
import {sipPart} from './part.js';

const timeout = 300_000;
let exchange: Exchange;
let database: Database;
let gateway: TestGateway;
let part: RunningPart;

beforeAll(async () => {
  exchange = await createExchange();
  database = await migratedPglite();
  gateway = await createTestGateway(database, {
    ASTERISK: asteriskSetting(exchange),
    HEP_LISTEN: exchange.hep,
  });
  part = await sipPart.start(gateway.services);
}, timeout);
afterAll(async () => {
  await part.stop(AbortSignal.timeout(1000));
  await gateway.close();
  await exchange.stop();
  await database.close();
}, timeout);

test(
  "the gateway hears Asterisk's SIP as it was on the wire, and so do the tests",
  async () => {
    const heard: {message: CapturedMessage; from: string}[] = [];
    const stop = gateway.services.sip.onMessage((message, from) => void heard.push({message, from}));
    await expect(Caller.dial(exchange.outside, 'PJSIP/+41445550000@sidetone')).rejects.toThrow();
    await vi.waitFor(() => expect(heard.some(({message}) => message.status === 404)).toBe(true), 10_000);
    stop();
    const invite = heard.find(({message}) => message.method === 'INVITE' && !message.status);
    expect(invite?.from).toBe(asteriskId);
    expect(invite?.message.destination).toBe(`127.0.0.1:${exchange.ports.ours}`);
    const sent = exchange.outside.sip.messages({callId: invite?.message.callId ?? ''});
    expect(invite?.message.text).toBe(sent[0]?.text);
    expect(invite?.message.body).toContain('m=audio');
    const captured = exchange.ours.sip.messages({callId: invite?.message.callId ?? ''});
    expect(captured[0]?.text).toBe(invite?.message.text);
  },
  timeout,
);
