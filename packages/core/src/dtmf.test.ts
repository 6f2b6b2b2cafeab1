import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {InfoToneSender} from './dtmf-info.js';
import {RtpToneSender} from './dtmf-rtp.js';
import {DtmfQueue, parseTones, toneTiming} from './dtmf.js';
import {SipFailure} from './engine/engine.js';
import {pause} from './timer.js';
import {FakeDtmfSender} from './testing/fake-dtmf-sender.js';

const code = (name: string) => expect.objectContaining({code: name});

describe('parseTones', () => {
  it.each([
    ['0123456789*#ABCD', '0123456789*#ABCD'],
    ['abcd', 'ABCD'],
    ['123 456 7890#', '1234567890#'],
    ['12\u00a034-56\u201378\u200e', '12345678'],
    ['1,,2', '1,,2'],
  ])('reads %j', (written, tones) => {
    expect(parseTones(written)).toBe(tones);
  });

  it.each(['', ' ', '12e4', '1;2', '+41', '١'])('refuses %j', (written) => {
    expect(() => parseTones(written)).toThrow(code('dtmf-invalid'));
  });

  it('names the wrong character and nothing else: the rest may be a PIN', () => {
    expect(() => parseTones('98765x4321')).toThrow('not "X"');
    expect(() => parseTones('98765x4321')).toThrow(/^(?!.*(9876|4321))/);
  });
});

describe('toneTiming', () => {
  it('is 100/70 ms unless told otherwise, 40/30 ms at the fastest', () => {
    expect(toneTiming()).toEqual({duration: 100, gap: 70});
    expect(toneTiming({duration: 1, gap: 1})).toEqual({duration: 40, gap: 30});
    expect(toneTiming({duration: 60_000, gap: 500})).toEqual({duration: 6_000, gap: 500});
  });
});

describe('tones in RTP', () => {
  let rtp: FakeDtmfSender;
  let rtpSender: {track: object | null; dtmf: FakeDtmfSender};
  let connection: {connectionState: RTCPeerConnectionState};
  let sender: RtpToneSender;
  let queue: DtmfQueue;
  let heard: string;

  beforeEach(() => {
    vi.useFakeTimers();
    rtp = new FakeDtmfSender();
    rtpSender = {track: {}, dtmf: rtp};
    connection = {connectionState: 'connected'};
    sender = new RtpToneSender(rtpSender, connection);
    heard = '';
    queue = new DtmfQueue((tone) => (heard += tone));
  });
  afterEach(() => void vi.useRealTimers());

  const played = () => rtp.played.map(({tone}) => tone).join('');

  it('carries all of a lot in one insertDTMF, and tells of each tone as it plays', async () => {
    const sent = queue.enqueue('1234567890*#abcd', {sender});
    await vi.advanceTimersByTimeAsync(200);
    expect(heard).toBe('12');
    await vi.runAllTimersAsync();
    await sent;
    expect(heard).toBe('1234567890*#ABCD');
    expect(rtp.inserted).toEqual([{tones: '1234567890*#ABCD', duration: 100, gap: 70}]);
  });

  it('resolves after the last tone, not before', async () => {
    let sent = false;
    void queue.enqueue('12', {sender}).then(() => (sent = true));
    await vi.advanceTimersByTimeAsync(300);
    expect(sent).toBe(false);
    await vi.advanceTimersByTimeAsync(100);
    expect(sent).toBe(true);
  });

  it('keeps the order of many lots and cuts no tone', async () => {
    const digits = Array.from({length: 500}, (_, index) => '0123456789*#ABCD'[(index * 7) % 16]!).join('');
    const lots = digits.match(/.{1,9}/g)!.map((lot) => queue.enqueue(lot, {sender, duration: 40, gap: 30}));
    await vi.runAllTimersAsync();
    await Promise.all(lots);
    expect(played()).toBe(digits);
    expect(heard).toBe(digits);
    expect(rtp.played.some(({cut}) => cut)).toBe(false);
  });

  it('pauses 2 s at a comma, which is no tone', async () => {
    const sent = queue.enqueue('1,2', {sender});
    await vi.runAllTimersAsync();
    await sent;
    expect(heard).toBe('12');
    expect(rtp.played[1]!.at - rtp.played[0]!.at).toBe(2_170);
  });

  it('waits for a call that cannot carry tones yet', async () => {
    rtp.canInsertDTMF = false;
    const sent = queue.enqueue('12', {sender});
    await vi.advanceTimersByTimeAsync(30_000);
    expect(heard).toBe('');
    rtp.canInsertDTMF = true;
    await vi.runAllTimersAsync();
    await sent;
    expect(heard).toBe('12');
  });

  it('waits until the far side can be reached', async () => {
    connection.connectionState = 'connecting';
    const sent = queue.enqueue('12', {sender});
    await vi.advanceTimersByTimeAsync(5_000);
    expect(played()).toBe('');
    connection.connectionState = 'connected';
    await vi.runAllTimersAsync();
    await sent;
    expect(played()).toBe('12');
  });

  it('goes on after a hold where it stopped, without losing or repeating a tone', async () => {
    const sent = queue.enqueue('1234567890', {sender});
    await vi.advanceTimersByTimeAsync(400);
    rtp.canInsertDTMF = false;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(heard).toBe('123');
    rtp.canInsertDTMF = true;
    await vi.runAllTimersAsync();
    await sent;
    expect(played()).toBe('1234567890');
    expect(heard).toBe('1234567890');
  });

  it('lets a re-INVITE come between two tones, never into one', async () => {
    const sent = queue.enqueue('1234567890', {sender});
    await vi.advanceTimersByTimeAsync(400);
    expect(heard).toBe('123');
    const between = queue.between(async () => {
      expect(rtp.played.at(-1)).toMatchObject({tone: '3', cut: false});
      await pause(5_000);
      expect(heard).toBe('123');
    });
    await vi.runAllTimersAsync();
    await Promise.all([between, sent]);
    expect(played()).toBe('1234567890');
    expect(rtp.played.some(({cut}) => cut)).toBe(false);
  });

  it('waits while nothing is sent at all, although the browser would play tones to nobody', async () => {
    rtpSender.track = null;
    const sent = queue.enqueue('12', {sender});
    await vi.advanceTimersByTimeAsync(30_000);
    expect(played()).toBe('');
    rtpSender.track = {};
    await vi.runAllTimersAsync();
    await sent;
    expect(played()).toBe('12');
  });

  it('plays no more than the tone at hand into a call that stops sending, and the rest once it sends again', async () => {
    const sent = queue.enqueue('1234567890', {sender});
    await vi.advanceTimersByTimeAsync(400);
    rtpSender.track = null;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(played()).toMatch(/^1234?$/);
    rtpSender.track = {};
    await vi.runAllTimersAsync();
    await sent;
    expect(played()).toBe('1234567890');
  });

  it('gives up on a browser that has stopped sending tones, and says so', async () => {
    vi.spyOn(rtp, 'insertDTMF').mockImplementation(() => {});
    const sent = queue.enqueue('12', {sender});
    await Promise.all([expect(sent).rejects.toThrow(code('dtmf-unavailable')), vi.runAllTimersAsync()]);
  });

  it('goes on after a hold so short that nobody saw it', async () => {
    const sent = queue.enqueue('1234', {sender});
    await vi.advanceTimersByTimeAsync(180);
    rtp.canInsertDTMF = false;
    await vi.advanceTimersByTimeAsync(200);
    rtp.canInsertDTMF = true;
    await vi.runAllTimersAsync();
    await sent;
    expect(played()).toBe('1234');
  });

  it('repeats nothing when the page learns late of tones that were played', async () => {
    const held: Event[] = [];
    const dispatch = rtp.dispatchEvent.bind(rtp);
    vi.spyOn(rtp, 'dispatchEvent').mockImplementation((event) => held.push(event) > 0);
    const sent = queue.enqueue('123', {sender});
    await vi.advanceTimersByTimeAsync(800);
    expect(played()).toBe('123');
    held.splice(0).forEach(dispatch);
    vi.mocked(rtp.dispatchEvent).mockImplementation(dispatch);
    await vi.runAllTimersAsync();
    await sent;
    expect(played()).toBe('123');
    expect(heard).toBe('123');
  });

  it('stops at an abort, and the next lot goes out whole', async () => {
    const abort = new AbortController();
    const first = queue.enqueue('111111', {sender, signal: abort.signal});
    const second = queue.enqueue('22', {sender});
    await vi.advanceTimersByTimeAsync(200);
    abort.abort();
    await expect(first).rejects.toThrow(code('aborted'));
    await vi.runAllTimersAsync();
    await second;
    expect(played()).toBe('1122');
    expect(rtp.played.some(({cut}) => cut)).toBe(false);
  });

  it('rejects what waits for its turn at its own abort', async () => {
    const abort = new AbortController();
    const first = queue.enqueue('111111', {sender});
    const second = queue.enqueue('22', {sender, signal: abort.signal});
    abort.abort();
    await expect(second).rejects.toThrow(code('aborted'));
    await vi.runAllTimersAsync();
    await first;
    expect(played()).toBe('111111');
  });

  it('rejects everything at the end of the call', async () => {
    rtp.canInsertDTMF = false;
    const waiting = [queue.enqueue('1', {sender}), queue.enqueue('2', {sender})];
    queue.close();
    for (const sent of [...waiting, queue.enqueue('3', {sender})]) {
      await expect(sent).rejects.toThrow(code('aborted'));
    }
    rtp.canInsertDTMF = true;
    await vi.runAllTimersAsync();
    expect(played()).toBe('');
  });

  it('sends nothing of a lot with a wrong character', async () => {
    await expect(queue.enqueue('12x', {sender})).rejects.toThrow(code('dtmf-invalid'));
    await vi.runAllTimersAsync();
    expect(played()).toBe('');
  });
});

describe('tones by INFO', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('goes one at a time, each after the 2xx of the one before', async () => {
    const requests: {type: string; body: string; at: number; confirm: () => void}[] = [];
    const sender = new InfoToneSender(
      (type, body) => new Promise((confirm) => requests.push({type, body, at: Date.now(), confirm})),
    );
    let heard = '';
    const sent = new DtmfQueue((tone) => (heard += tone)).enqueue('5,#', {sender});
    await vi.advanceTimersByTimeAsync(1_000);
    expect(requests).toMatchObject([{type: 'application/dtmf-relay', body: 'Signal=5\r\nDuration=100'}]);
    expect(heard).toBe('');
    requests[0]!.confirm();
    await vi.runAllTimersAsync();
    expect(heard).toBe('5');
    expect(requests[1]).toMatchObject({body: 'Signal=#\r\nDuration=100'});
    expect(requests[1]!.at - requests[0]!.at).toBe(3_000);
    requests[1]!.confirm();
    await vi.runAllTimersAsync();
    await sent;
    expect(heard).toBe('5#');
  });

  it('keeps its pace when the far side is quick', async () => {
    const at: number[] = [];
    const sender = new InfoToneSender(async () => void at.push(Date.now()));
    const sent = new DtmfQueue(() => {}).enqueue('12', {sender});
    await vi.runAllTimersAsync();
    await sent;
    expect(at[1]! - at[0]!).toBe(170);
  });

  it('gives up the lot when the far side refuses, and the next one is still sent', async () => {
    const bodies: string[] = [];
    const sender = new InfoToneSender(async (_, body) => {
      bodies.push(body.slice(7, 8));
      if (bodies.length === 2) throw new SipFailure(415, 'Unsupported Media Type');
    });
    const queue = new DtmfQueue(() => {});
    const first = queue.enqueue('123', {sender});
    const second = queue.enqueue('4', {sender});
    await Promise.all([expect(first).rejects.toThrow(code('dtmf-unavailable')), vi.runAllTimersAsync()]);
    await second;
    expect(bodies.join('')).toBe('124');
  });
});
