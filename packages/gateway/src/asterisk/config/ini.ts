type Value = string | number | readonly string[];

/** A section of a configuration file of Asterisk's. A list repeats its key. */
export type Section = readonly [name: string, values: Readonly<Record<string, Value>>];

/** Asterisk's configuration format. A semicolon, which starts a comment there, is escaped. */
export function ini(...sections: readonly Section[]): string {
  return sections.map(([name, values]) => `[${name}]\n${lines(values)}`).join('\n');
}

function lines(values: Readonly<Record<string, Value>>): string {
  return Object.entries(values)
    .flatMap(([key, value]) =>
      (typeof value === 'object' ? value : [value]).map(
        (one) => `${key}=${String(one).replaceAll(';', '\\;')}\n`,
      ),
    )
    .join('');
}
