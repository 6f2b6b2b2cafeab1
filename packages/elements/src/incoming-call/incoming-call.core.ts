import type {Call} from '@sidetone/core';

export type RingingCall = Pick<Call, 'direction' | 'status' | 'remote' | 'pending' | 'account'>;

export interface CallerView {
  name: string;
  /** Their number or address, unless the name says it already. */
  address: string | undefined;
  /** The account that is called, when the phone has several. */
  called: string | undefined;
  /** The answer was asked for and is not confirmed yet. */
  answering: boolean;
}

export function ringsHere(call: Pick<Call, 'direction' | 'status'>): boolean {
  return call.direction === 'incoming' && call.status === 'ringing';
}

/** Who calls, in the words people use; `formatNumber` writes an E.164 number as one reads it. */
export function callerView(
  call: RingingCall,
  accounts: number,
  formatNumber: (e164: string) => string = (number) => number,
): CallerView {
  const {displayName, number, uri} = call.remote;
  const address = number ? formatNumber(number) : userOf(uri);
  return {
    name: displayName,
    address: bare(address) === bare(displayName) ? undefined : address,
    called: accounts > 1 ? accountName(call.account) : undefined,
    answering: call.pending === 'answer',
  };
}

/** What people call an account: its name, else its address without the scheme. */
export function accountName({displayName, aor}: {displayName: string | undefined; aor: string}): string {
  return displayName || aor.replace(/^sips?:/i, '');
}

function userOf(uri: string): string {
  return uri.replace(/^sips?:/i, '').replace(/[;?].*$/, '');
}

function bare(text: string): string {
  return text.replace(/[\s().-]/g, '').toLowerCase();
}
