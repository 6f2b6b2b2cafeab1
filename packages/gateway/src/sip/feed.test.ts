import {expect, test} from 'vitest';
import {createLogger} from '../log/logger.js';
import {createMetrics} from '../metrics.js';
import {hepDatagram} from '../testing/hep.js';
import {capturePassword} from './capture-password.js';
import {SipFeed, type CapturedMessage} from './feed.js';

const secret = 'the secret of Asterisk';
const options = 'OPTIONS sip:a@example.org SIP/2.0\r\nCall-ID: one\r\n\r\n';

function createFeed() {
  const {sipPackets} = createMetrics();
  let log = '';
  const feed = new SipFeed({
    asterisks: [{id: 'one'}, {id: 'two'}],
    realtimeSecret: secret,
    packets: sipPackets,
    log: createLogger('trace', {write: (line) => void (log += line)}),
  });
  const heard: {message: CapturedMessage; asterisk: string}[] = [];
  const stop = feed.onMessage((message, asterisk) => void heard.push({message, asterisk}));
  const counted = async () =>
    Object.fromEntries((await sipPackets.get()).values.map(({labels, value}) => [labels.outcome, value]));
  return {feed, heard, stop, counted, log: () => log};
}

test('a message is heard with the Asterisk whose password is in the packet', () => {
  const {feed, heard, stop} = createFeed();
  feed.receive(hepDatagram({payload: options, password: capturePassword(secret, 'two')}));
  expect(heard).toEqual([
    {
      asterisk: 'two',
      message: expect.objectContaining({
        method: 'OPTIONS',
        callId: 'one',
        source: '127.0.0.1:5080',
        destination: '127.0.0.2:5060',
      }) as CapturedMessage,
    },
  ]);
  stop();
  feed.receive(hepDatagram({payload: options, password: capturePassword(secret, 'two')}));
  expect(heard).toHaveLength(1);
});

test('what is malformed, from a stranger or no SIP is counted and dropped', async () => {
  const {feed, heard, counted} = createFeed();
  const password = capturePassword(secret, 'one');
  feed.receive(Buffer.from('nonsense'));
  feed.receive(hepDatagram({payload: options, password}).subarray(0, -1));
  feed.receive(hepDatagram({payload: options}));
  feed.receive(hepDatagram({payload: options, password: capturePassword('another secret', 'one')}));
  feed.receive(hepDatagram({payload: options, password, protocol: 5}));
  feed.receive(hepDatagram({payload: '\r\n\r\n', password}));
  feed.receive(hepDatagram({payload: options, password}));
  expect(heard).toHaveLength(1);
  expect(await counted()).toEqual({malformed: 2, refused: 2, other: 2, sip: 1});
});

test('a listener that fails keeps nothing from the others', () => {
  const {feed, log} = createFeed();
  const others: string[] = [];
  feed.onMessage(() => {
    throw new Error('no such table');
  });
  feed.onMessage(({callId}) => void others.push(callId));
  feed.receive(hepDatagram({payload: options, password: capturePassword(secret, 'one')}));
  expect(others).toEqual(['one']);
  expect(log()).toContain('no such table');
});
