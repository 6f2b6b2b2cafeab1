import {describe, expect, it} from 'vitest';
import {moment, statusView, type StatusFacts} from './call-status.core.js';

const facts = (some: Partial<StatusFacts>): StatusFacts => ({
  status: 'connected',
  cause: undefined,
  incoming: false,
  heldByRemote: false,
  interrupted: false,
  since: undefined,
  until: undefined,
  movedTo: undefined,
  retryAfter: undefined,
  ...some,
});

describe('statusView', () => {
  it('counts while people talk, and stops with the call', () => {
    expect(statusView(facts({since: 1_000}), 66_000)).toMatchObject({duration: 65_000, running: true});
    expect(
      statusView(facts({status: 'cleared', cause: 'remote-hung-up', since: 1_000, until: 4_000}), 99_000),
    ).toMatchObject({duration: 3_000, running: false, detail: 'remote-hung-up', mood: 'over'});
  });

  it('shows no duration for what never connected', () => {
    expect(statusView(facts({status: 'rejected', cause: 'busy', until: 4_000}), 9_000)).toMatchObject({
      duration: undefined,
      detail: 'busy',
      mood: 'bad',
    });
  });

  it('tells a call that rings here from one that rings there', () => {
    expect(statusView(facts({status: 'ringing'}), 0).label).toBe('ringing');
    expect(statusView(facts({status: 'ringing', incoming: true}), 0).label).toBe('incomingRinging');
  });

  it('says who holds when it is the other side, and that the network is lost', () => {
    expect(statusView(facts({status: 'held', heldByRemote: true}), 0).detail).toBe('heldByRemote');
    expect(statusView(facts({interrupted: true}), 0)).toMatchObject({label: 'interrupted', mood: 'warning'});
  });
});

describe('moment', () => {
  it('reads ISO 8601 and milliseconds', () => {
    expect(moment('2026-01-01T00:00:00Z')).toBe(Date.UTC(2026, 0, 1));
    expect(moment('1700000000000')).toBe(1_700_000_000_000);
    expect(moment('soon')).toBeUndefined();
    expect(moment('')).toBeUndefined();
  });
});
