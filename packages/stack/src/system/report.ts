/** Tells a person, in one line, what is being done. */
export type Report = (line: string) => void;
