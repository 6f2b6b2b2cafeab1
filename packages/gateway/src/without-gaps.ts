type Gaps<T> = {
  [Name in keyof Required<T>]:
    Exclude<T[Name], undefined> | (undefined extends T[Name] ? null | undefined : never);
};

/** The same without the properties that there are none of. */
export function withoutGaps<T extends object>(given: Gaps<T>): T {
  const present = Object.entries(given).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(present) as T;
}
