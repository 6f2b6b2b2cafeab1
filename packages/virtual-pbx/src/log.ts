import {cseqOf, type SipMessage} from './sip/message.js';

export interface LogEntry {
  /** ms since the Unix epoch. */
  time: number;
  direction: 'received' | 'sent';
  /** The user, or the host of an unregistered phone. */
  phone: string;
  message: SipMessage;
}

/** The log as a text that a person reads from top to bottom. */
export function ladder(entries: readonly LogEntry[]): string {
  const start = entries[0]?.time ?? 0;
  return entries
    .map(({time, direction, phone, message}) => {
      const {number, method} = cseqOf(message);
      const what =
        message.kind === 'request' ? message.method : `${message.status} ${message.reason} (${method})`;
      const arrow = direction === 'received' ? '──▶ pbx' : '◀── pbx';
      return `${String(time - start).padStart(7)} ms  ${phone.padEnd(14)} ${arrow}  ${number} ${what}${message.body ? ' +body' : ''}`;
    })
    .join('\n');
}
