import {bigint, timestamp} from 'drizzle-orm/pg-core';

export const moment = (name: string) => timestamp(name, {withTimezone: true, mode: 'date'});
/** Counts up by itself. */
export const identity = (name: string) => bigint(name, {mode: 'number'}).generatedAlwaysAsIdentity();
