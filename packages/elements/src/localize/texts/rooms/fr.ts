import type {RoomTexts} from './en.js';

export const roomTexts: RoomTexts = {
  dialIn: {
    label: 'Rejoindre par téléphone',
    number: 'Numéro',
    numbers: 'Numéro à appeler',
    pin: 'Code PIN',
    hash: 'puis #',
    call: 'Appeler',
    copy: 'Copier',
    copied: 'Copié',
    copyFailed: 'La copie a échoué. Sélectionnez plutôt le numéro et le code PIN.',
    qr: (number) => `Code QR qui appelle le ${number} et saisit le code PIN`,
    scan: 'Scanner pour appeler',
    prompts: (languages) => `Annonces : ${languages}`,
    loading: 'Recherche du numéro et du code PIN …',
    none: 'On ne sait pas encore comment rejoindre par téléphone.',
    retry: 'Réessayer',
  },
};
