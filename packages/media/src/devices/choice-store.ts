/** Which devices a person chose, `''` for the system's default. */
export interface DeviceChoice {
  microphone: string;
  speaker: string;
}

const key = 'sidetone.devices';

/** The page's localStorage, or `undefined` where it is forbidden. */
export function pageStorage(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}

/** What was remembered; whatever is unreadable counts as no choice. */
export function readChoice(storage: Storage | undefined): DeviceChoice {
  const choice: DeviceChoice = {microphone: '', speaker: ''};
  try {
    const stored: unknown = JSON.parse(storage?.getItem(key) ?? '{}');
    const text = (name: keyof DeviceChoice) => {
      const value: unknown = (stored as Record<string, unknown> | null)?.[name];
      return typeof value === 'string' ? value : '';
    };
    choice.microphone = text('microphone');
    choice.speaker = text('speaker');
  } catch {
    // A forbidden or damaged store must not keep anybody from calling.
  }
  return choice;
}

export function writeChoice(storage: Storage | undefined, choice: DeviceChoice): void {
  try {
    storage?.setItem(key, JSON.stringify(choice));
  } catch {
    // A full or forbidden store: the choice then holds for this page only.
  }
}
