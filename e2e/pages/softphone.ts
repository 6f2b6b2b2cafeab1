import '@sidetone/elements/define/softphone';
import {toneTrack} from '@sidetone/media/testing';
import {noteTones} from './tones.js';

const settings = new URLSearchParams(location.search);
const voice = Number(settings.get('voice'));
if (voice) navigator.mediaDevices.getUserMedia = async () => new MediaStream([toneTrack(voice)]);

const phone = document.createElement('sidetone-softphone');
for (const name of ['gateway', 'engine']) phone.setAttribute(name, settings.get(name) ?? '');
document.body.append(phone);
void noteTones(() => phone.phone);
