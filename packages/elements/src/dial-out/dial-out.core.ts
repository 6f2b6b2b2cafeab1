import {parseDialTarget, type CountryCode} from '@sidetone/core';

/**
 * What a room is asked to call: E.164 for a number in any writing of this country, else what was typed: an extension, or a user.
 * Whether there is such a one the room says.
 */
export function dialOutTarget(typed: string, country: CountryCode | undefined): string {
  const text = typed.trim();
  try {
    return parseDialTarget(text, {domain: 'sidetone.invalid', ...(country && {country})}).number ?? text;
  } catch {
    return text;
  }
}
