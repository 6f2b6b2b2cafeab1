import type {RoomTexts} from './en.js';

export const roomTexts: RoomTexts = {
  dialIn: {
    label: 'الانضمام عبر الهاتف',
    number: 'الرقم',
    numbers: 'الرقم المطلوب',
    pin: 'رمز PIN',
    hash: 'ثم #',
    call: 'اتصال',
    copy: 'نسخ',
    copied: 'تم النسخ',
    copyFailed: 'تعذر النسخ. حدد الرقم ورمز PIN بدلاً من ذلك.',
    qr: (number) => `رمز QR يتصل بالرقم ${number} ويدخل رمز PIN`,
    scan: 'امسح للاتصال',
    prompts: (languages) => `لغات الإرشادات: ${languages}`,
    loading: 'جارٍ جلب الرقم ورمز PIN …',
    none: 'لا يُعرف بعد كيفية الانضمام عبر الهاتف.',
    retry: 'حاول مرة أخرى',
  },
};
