/** A section of an Asterisk configuration file. An array repeats its key. */
export type Section = readonly [name: string, values: Readonly<Record<string, IniValue>>];
type IniValue = string | number | readonly string[];

/** Asterisk's configuration format. A semicolon, which starts a comment there, is escaped. */
export function ini(...sections: readonly Section[]): string {
  return sections.map(([name, values]) => `[${name}]\n${lines(values)}`).join('\n');
}

function lines(values: Readonly<Record<string, IniValue>>): string {
  return Object.entries(values)
    .flatMap(([key, value]) =>
      (typeof value === 'object' ? value : [value]).map((one) => `${key}=${escape(one)}\n`),
    )
    .join('');
}

const escape = (value: string | number) => String(value).replaceAll(';', '\\;');
