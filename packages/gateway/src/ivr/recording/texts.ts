import type {Language} from '../../rooms/languages.js';
import type {PromptName} from '../prompts.js';

type Words = Exclude<PromptName, '1' | '2' | '3' | '4' | '5' | '6'>;

/** What the prompts say, for a speech synthesiser or whoever records them. Digits are said as they are. */
const texts: Readonly<Record<Language, Readonly<Record<Words, string>>>> = {
  en: {
    welcome: 'Welcome to the conference.',
    language: 'For English, press',
    pin: 'Please enter your PIN, followed by the hash key.',
    wrong: 'This PIN is not valid.',
    incomplete: 'This PIN is not complete.',
    locked: 'There were too many wrong PINs. Please try again later.',
    ended: 'The conference has ended.',
    failed: 'We are sorry, something went wrong. Please call again later.',
    waiting: 'The conference has not started yet. Please hold the line.',
    'unknown-number': 'This number is not in use. Please check the number, and call again.',
    goodbye: 'Goodbye.',
  },
  fr: {
    welcome: 'Bienvenue à la conférence.',
    language: 'Pour le français, tapez',
    pin: 'Veuillez saisir votre code, suivi de la touche dièse.',
    wrong: "Ce code n'est pas valable.",
    incomplete: "Ce code n'est pas complet.",
    locked: 'Trop de codes erronés ont été saisis. Veuillez réessayer plus tard.',
    ended: 'La conférence est terminée.',
    failed: 'Nous sommes désolés, un problème est survenu. Veuillez rappeler plus tard.',
    waiting: "La conférence n'a pas encore commencé. Veuillez patienter.",
    'unknown-number': "Ce numéro n'est pas attribué. Veuillez vérifier le numéro et rappeler.",
    goodbye: 'Au revoir.',
  },
  es: {
    welcome: 'Bienvenido a la conferencia.',
    language: 'Para español, pulse',
    pin: 'Introduzca su código, seguido de la tecla almohadilla.',
    wrong: 'Este código no es válido.',
    incomplete: 'Este código no está completo.',
    locked: 'Se han introducido demasiados códigos erróneos. Inténtelo de nuevo más tarde.',
    ended: 'La conferencia ha terminado.',
    failed: 'Lo sentimos, algo ha fallado. Vuelva a llamar más tarde.',
    waiting: 'La conferencia aún no ha comenzado. Espere, por favor.',
    'unknown-number': 'Este número no existe. Compruebe el número y vuelva a llamar.',
    goodbye: 'Adiós.',
  },
  it: {
    welcome: 'Benvenuti alla conferenza.',
    language: "Per l'italiano, premere",
    pin: 'Digitare il codice, seguito dal tasto cancelletto.',
    wrong: 'Questo codice non è valido.',
    incomplete: 'Questo codice non è completo.',
    locked: 'Sono stati digitati troppi codici errati. Riprovare più tardi.',
    ended: 'La conferenza è terminata.',
    failed: 'Siamo spiacenti, si è verificato un problema. Richiamare più tardi.',
    waiting: 'La conferenza non è ancora iniziata. Attendere in linea.',
    'unknown-number': 'Questo numero non è attivo. Verificare il numero e richiamare.',
    goodbye: 'Arrivederci.',
  },
  ru: {
    welcome: 'Добро пожаловать на конференцию.',
    language: 'Для русского языка нажмите',
    pin: 'Пожалуйста, введите код и нажмите решётку.',
    wrong: 'Этот код неверен.',
    incomplete: 'Код введён не полностью.',
    locked: 'Слишком много неверных кодов. Пожалуйста, попробуйте позже.',
    ended: 'Конференция завершена.',
    failed: 'К сожалению, произошла ошибка. Пожалуйста, перезвоните позже.',
    waiting: 'Конференция ещё не началась. Пожалуйста, оставайтесь на линии.',
    'unknown-number': 'Этот номер не обслуживается. Пожалуйста, проверьте номер и перезвоните.',
    goodbye: 'До свидания.',
  },
  de: {
    welcome: 'Willkommen zur Konferenz.',
    language: 'Für Deutsch drücken Sie die',
    pin: 'Bitte geben Sie Ihre PIN ein, gefolgt von der Raute-Taste.',
    wrong: 'Diese PIN ist nicht gültig.',
    incomplete: 'Diese PIN ist nicht vollständig.',
    locked: 'Es wurden zu viele falsche PINs eingegeben. Bitte versuchen Sie es später noch einmal.',
    ended: 'Die Konferenz ist beendet.',
    failed: 'Es tut uns leid, etwas ist schiefgegangen. Bitte rufen Sie später noch einmal an.',
    waiting: 'Die Konferenz hat noch nicht begonnen. Bitte bleiben Sie am Apparat.',
    'unknown-number':
      'Diese Nummer ist nicht vergeben. Bitte prüfen Sie die Nummer und rufen Sie noch einmal an.',
    goodbye: 'Auf Wiederhören.',
  },
};

/** What a prompt says in a language. */
export const textOf = (prompt: PromptName, language: Language): string =>
  prompt in texts[language] ? texts[language][prompt as Words] : `${prompt}.`;

/** Asterisk's own recordings that say the same, by their names in every language. */
export const recorded: Readonly<Partial<Record<PromptName, string>>> = {
  pin: 'conf-getpin',
  wrong: 'conf-invalidpin',
  goodbye: 'vm-goodbye',
  'unknown-number': 'ss-noservice',
  ...Object.fromEntries(['1', '2', '3', '4', '5', '6'].map((digit) => [digit, `digits/${digit}`])),
};
