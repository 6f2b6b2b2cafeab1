import type {RoomTexts} from './en.js';

export const roomTexts: RoomTexts = {
  dialIn: {
    label: 'Participar por teléfono',
    number: 'Número',
    numbers: 'Número al que llamar',
    pin: 'PIN',
    hash: 'y #',
    call: 'Llamar',
    copy: 'Copiar',
    copied: 'Copiado',
    copyFailed: 'No se ha podido copiar. Seleccione el número y el PIN.',
    qr: (number) => `Código QR que llama al ${number} e introduce el PIN`,
    scan: 'Escanear para llamar',
    prompts: (languages) => `Locuciones: ${languages}`,
    loading: 'Buscando el número y el PIN …',
    none: 'Todavía no se sabe cómo participar por teléfono.',
    retry: 'Intentar de nuevo',
  },
};
