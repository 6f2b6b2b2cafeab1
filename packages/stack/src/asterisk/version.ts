/**
 * The first release of each branch whose media socket takes SET_MEDIA_DIRECTION, by which the bridge sets its clock
 * (docs/decisions/the-bridge-sets-asterisks-clock.md). Later branches have it from their start.
 */
const first: Readonly<Record<number, number>> = {22: 9, 23: 3};
const newest = 23;

/** What people are told is needed. */
export const neededAsterisk = 'Asterisk 22.9 or later (of the branch 23: 23.3)';

/** Whether a version such as `22.10.1` or `22.9.0~dfsg` is new enough. */
export function isRecent(version: string): boolean {
  const [major = 0, minor = 0] = version.split(/[^0-9]+/).map(Number);
  return major > newest || minor >= (first[major] ?? Infinity);
}
