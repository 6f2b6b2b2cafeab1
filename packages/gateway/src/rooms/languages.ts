/** Languages that callers can be spoken to. */
export const languages = ['en', 'fr', 'es', 'it', 'ru', 'de'] as const;
export type Language = (typeof languages)[number];
