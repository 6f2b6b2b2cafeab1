import {ariApplication, extensions as ext, pinDialogue, timeouts} from '../extensions.js';
import {sipDomain, userTable} from '../users.js';
import {ini} from './ini.js';

/** `extensions.conf` */
export function extensionsConf(): string {
  return [
    ini(['general', {static: 'yes', writeprotect: 'yes'}], ['globals', timeouts]),
    '[phones]',
    ...users(),
    extension(ext.echo, ['Answer()', 'Echo()', 'Hangup()']),
    extension(ext.telephone, [`Goto(${ext.echo},1)`]),
    extension(ext.tone, ['Answer()', 'Playtones(1000)', 'Wait(3600)']),
    earlyMedia(),
    extension(ext.busy, ['PJSIPHangup(486)']),
    extension(ext.decline, ['PJSIPHangup(603)']),
    extension(ext.ringing, ['Ringing()', 'Wait(3600)']),
    extension(ext.congestion, ['PJSIPHangup(503)']),
    extension(ext.moved, [`Transfer(PJSIP/sip:${ext.echo}@${sipDomain})`]),
    extension('_[45]XX', ['PJSIPHangup(${EXTEN})']),
    extension(ext.digits, ['Answer()', 'Wait(3600)']),
    extension(ext.driven, ['Answer()', `Stasis(${ariApplication})`, 'Hangup()']),
    pin(),
    callUser(),
  ].join('\n');
}

function extension(pattern: string, steps: readonly string[]): string {
  const [first, ...rest] = steps;
  return [`exten => ${pattern},1,${first}`, ...rest.map((step) => ` same => n,${step}`), ''].join('\n');
}

function users(): string[] {
  return Object.entries(userTable).map(
    ([name, {number}]) =>
      extension(name, [`Gosub(call-user,s,1(${name}))`]) + extension(number, [`Goto(${name},1)`]),
  );
}

/** Answers after so many seconds, or as soon as a test says that they are over. */
function earlyMedia(): string {
  return `exten => ${ext.earlyMedia},1,Progress()
 same => n,Playtones(440)
 same => n,Set(HEARD=0)
 same => n(early),Wait(1)
 same => n,Set(HEARD=$[\${HEARD} + 1])
 same => n,GotoIf($[\${HEARD} < \${EARLY_MEDIA}]?early)
 same => n,StopPlaytones()
 same => n,Answer()
 same => n,Playtones(660)
 same => n,Wait(3600)
`;
}

/**
 * Rings a user. Of a refusal the caller is told the called phone's own SIP code, which Asterisk would
 * otherwise replace by one for its cause (603 would become 403). Nobody answered is cause 19: 480, with that
 * reason beside it.
 */
function callUser(): string {
  return `[call-user]
exten => s,1,GotoIf($["\${PJSIP_DIAL_CONTACTS(\${ARG1})}" = ""]?unavailable)
 same => n,Dial(PJSIP/\${ARG1},\${RING_TIMEOUT})
 same => n,GotoIf($["\${DIALSTATUS}" = "NOANSWER"]?unanswered)
 same => n,Set(LEG=\${CUT(HANGUPCAUSE_KEYS(),\\,,1)})
 same => n,Set(CODE=\${CUT(HANGUPCAUSE(\${LEG},tech), ,2)})
 same => n,ExecIf($[\${LEN(\${CODE})} = 3]?PJSIPHangup(\${CODE}))
 same => n,Hangup(\${HANGUPCAUSE})
 same => n(unanswered),Hangup(19)
 same => n(unavailable),PJSIPHangup(480)
`;
}

/** A PIN prompt as conference bridges have it: `#` ends the input, a pause ends the attempt. */
function pin(): string {
  const {pin: right, event} = pinDialogue;
  return `exten => ${ext.pin},1,Answer()
 same => n,Set(ATTEMPT=1)
 same => n(ask),Read(RECEIVED,conf-getpin,0,,1,\${PIN_TIMEOUT})
 same => n,Set(RESULT=\${IF($["\${RECEIVED}" = "${right}"]?right:wrong)})
 same => n,ExecIf($["\${READSTATUS}" = "TIMEOUT"]?Set(RESULT=timeout))
 same => n,UserEvent(${event},attempt: \${ATTEMPT},result: \${RESULT},received: \${RECEIVED})
 same => n,GotoIf($["\${RESULT}" = "right"]?right)
 same => n,Playback(beep)
 same => n,Playtones(${pinDialogue.wrong})
 same => n,Wait(1)
 same => n,StopPlaytones()
 same => n,Set(ATTEMPT=$[\${ATTEMPT} + 1])
 same => n,GotoIf($[\${ATTEMPT} <= ${pinDialogue.attempts}]?ask)
 same => n,Playback(goodbye)
 same => n,Hangup()
 same => n(right),Playtones(${pinDialogue.right})
 same => n,Wait(3600)
`;
}
