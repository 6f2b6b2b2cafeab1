import type {CallEnd} from '@sidetone/core';

/** Q.850: a normal end. */
const normal = 16;
/** Q.850 causes of which Asterisk makes these SIP responses. */
const causes: Readonly<Record<number, number>> = {403: 21, 404: 1, 480: 19, 486: 17, 503: 34};

/** With which cause a channel is hung up, so that one which was not answered is refused with the SIP code of its end. */
export const causeOf = (end: CallEnd | undefined): number =>
  (end?.status === 'rejected' && causes[end.code]) || normal;
