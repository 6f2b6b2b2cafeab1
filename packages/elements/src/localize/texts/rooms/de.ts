import type {RoomTexts} from './en.js';

export const roomTexts: RoomTexts = {
  dialIn: {
    label: 'Per Telefon teilnehmen',
    number: 'Nummer',
    numbers: 'Nummer zum Anrufen',
    pin: 'PIN',
    hash: 'dann #',
    call: 'Anrufen',
    copy: 'Kopieren',
    copied: 'Kopiert',
    copyFailed: 'Das ließ sich nicht kopieren. Markieren Sie stattdessen Nummer und PIN.',
    qr: (number) => `QR-Code, der ${number} anruft und die PIN eingibt`,
    scan: 'Scannen und anrufen',
    prompts: (languages) => `Ansagen: ${languages}`,
    loading: 'Nummer und PIN werden geholt …',
    none: 'Noch ist nicht bekannt, wie man per Telefon teilnimmt.',
    retry: 'Noch einmal versuchen',
  },
};
