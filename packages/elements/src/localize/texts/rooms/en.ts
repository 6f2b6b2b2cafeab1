/** What the elements for conference rooms say. */
export const roomTexts = {
  dialIn: {
    label: 'Join by phone',
    number: 'Number',
    numbers: 'Number to call',
    pin: 'PIN',
    hash: 'then #',
    call: 'Call',
    copy: 'Copy',
    copied: 'Copied',
    copyFailed: 'This could not be copied. Select the number and the PIN instead.',
    qr: (number: string) => `QR code that calls ${number} and enters the PIN`,
    scan: 'Scan to call',
    prompts: (languages: string) => `Prompts: ${languages}`,
    loading: 'Fetching number and PIN …',
    none: 'It is not known yet how to join by phone.',
    retry: 'Try again',
  },
};

export type RoomTexts = typeof roomTexts;
