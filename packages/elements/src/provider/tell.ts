import type {Call, Phone} from '@sidetone/core';
import {
  SidetoneCallChangeEvent,
  SidetoneDtmfEvent,
  SidetoneErrorEvent,
  SidetoneIncomingCallEvent,
  SidetoneRegistrationChangeEvent,
} from '../events/facts.js';

/** Tells the page what happens in `phone`, by events from `host`, until `signal` aborts. */
export function tell(
  host: EventTarget,
  phone: Phone,
  secretive: ReadonlySet<Call>,
  signal: AbortSignal,
): void {
  const known = new WeakSet<Call>();

  phone.addEventListener(
    'registration',
    ({account}) => {
      const change = new SidetoneRegistrationChangeEvent(account);
      host.dispatchEvent(change);
      if (account.registration !== 'failed' || !account.error) return;
      const error = new SidetoneErrorEvent(account.error);
      host.dispatchEvent(error);
    },
    {signal},
  );

  phone.addEventListener(
    'incoming',
    (event) => {
      const incoming = new SidetoneIncomingCallEvent(event.call);
      if (!host.dispatchEvent(incoming)) event.preventDefault();
    },
    {signal},
  );

  phone.addEventListener(
    'calls',
    ({call}) => {
      if (!known.has(call)) {
        known.add(call);
        followDigits(host, call, secretive, signal);
      }
      const change = new SidetoneCallChangeEvent(call);
      host.dispatchEvent(change);
      if (!call.ended || !call.error) return;
      const error = new SidetoneErrorEvent(call.error, call);
      host.dispatchEvent(error);
    },
    {signal},
  );
}

function followDigits(
  host: EventTarget,
  call: Call,
  secretive: ReadonlySet<Call>,
  signal: AbortSignal,
): void {
  call.addEventListener(
    'dtmf',
    ({digit, direction}) => {
      if (direction === 'sent' && secretive.has(call)) return;
      const dtmf = new SidetoneDtmfEvent(call, digit, direction);
      host.dispatchEvent(dtmf);
    },
    {signal},
  );
}
