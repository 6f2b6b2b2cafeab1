import {parseDialTarget, SidetoneError, type Phone} from '@sidetone/core';

/** Why `value` cannot be dialled; undefined when it can. Without a phone, as far as that can be said without one. */
export function undialable(value: string, phone: Phone | undefined): SidetoneError | undefined {
  try {
    parseDialTarget(value, {
      domain: phone?.account.domain || 'sidetone.invalid',
      ...(phone && {country: phone.country}),
    });
    return undefined;
  } catch (error) {
    return SidetoneError.from(error, 'dial-target-invalid');
  }
}
