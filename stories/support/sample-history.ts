import {MemoryCallHistory, type CallHistoryEntry} from '@sidetone/core';

const hour = 3_600_000;
const day = 24 * hour;

const calls: (Omit<CallHistoryEntry, 'id' | 'account' | 'startedAt' | 'endedAt'> & {
  ago: number;
  /** How long people talked, in ms. */
  talked?: number;
})[] = [
  {
    ago: 0.4 * hour,
    talked: 684_000,
    direction: 'incoming',
    remote: {uri: 'sip:bob@pbx.example', displayName: 'Bob Baker'},
    status: 'cleared',
    cause: 'remote-hung-up',
  },
  {
    ago: 1.2 * hour,
    direction: 'incoming',
    remote: {uri: 'sip:carol@pbx.example', displayName: 'Carol Nakamura'},
    status: 'cleared',
    cause: 'missed',
  },
  {
    ago: day,
    direction: 'outgoing',
    remote: {uri: 'sip:+41446681800@pbx.example', displayName: '+41 44 668 18 00', number: '+41446681800'},
    status: 'rejected',
    cause: 'busy',
    code: 486,
  },
  {
    ago: day + 3 * hour,
    talked: 3_717_000,
    direction: 'outgoing',
    remote: {uri: 'sip:alex@pbx.example', displayName: 'Dr. Alexandra von Hohenstein-Wittelsbach'},
    status: 'cleared',
    cause: 'hung-up',
  },
  {
    ago: 4 * day,
    direction: 'incoming',
    remote: {uri: 'sip:eve@pbx.example', displayName: 'Eve'},
    status: 'cleared',
    cause: 'missed',
    seen: true,
  },
];

/** Some calls of the last days. */
export function sampleHistory(): MemoryCallHistory {
  const store = new MemoryCallHistory();
  for (const [index, {ago, talked, ...call}] of calls.entries()) {
    const startedAt = Date.now() - ago;
    const connectedAt = startedAt + 8_000;
    void store.add({
      ...call,
      id: `sample-${index}`,
      account: 'sip:alice@pbx.example',
      startedAt,
      ...(talked && {connectedAt}),
      endedAt: connectedAt + (talked ?? 12_000),
    });
  }
  return store;
}
