import {parsePhoneNumberFromString, type CountryCode} from 'libphonenumber-js';
import {contexts} from '../../realtime/rows.js';
import {application, ivrArgument} from '../application.js';
import type {AsteriskConfigOptions} from './configuration.js';

/** What a dialled name or number may begin with. Patterns with it never match Asterisk's own `h`, which has an extension. */
const anything = '_[+*#0-9A-Za-z]!';
/** Calls that nobody answers end after so many seconds. */
const ringing = 60;
/** So often a caller is handed to the gateway again when none is there, 0.3 s apart. */
const tries = 15;

/**
 * The contexts that users, providers and trunks call into. What a user may do is asked of the gateway at each
 * call, so a change counts from the next one on.
 */
export function dialplan(options: AsteriskConfigOptions): string {
  return [users(), provider(options), numbers(options), ivr(options), call()].join('\n');
}

/** A user's field, as the gateway has it now. */
const field = (id: string, name: string) => `\${REALTIME_FIELD(sidetone_users,id,${id},${name})}`;

/** Calls by users, by their cached context: whether they may is asked again. */
function users(): string {
  return `[${contexts.noCalls}]
include => ${contexts.calls}

[${contexts.calls}]
exten => h,1,NoOp()
exten => ${anything},1,Set(TARGET=\${FILTER(+*#0-9A-Za-z._\\-,\${EXTEN})})
 same => n,GotoIf($["\${TARGET}" != "\${EXTEN}"]?unknown)
 same => n,Set(MAY=${field('${SIDETONE_MAPPING}', 'can_call')})
 same => n,GotoIf($["\${MAY}" = "no"]?forbidden)
 same => n,GotoIf($["\${MAY}" != "yes"]?unavailable)
 same => n,GotoIf(\${DIALPLAN_EXISTS(sidetone-numbers,\${TARGET},1)}?sidetone-numbers,\${TARGET},1)
 same => n,Set(PROVIDER=${field('${SIDETONE_MAPPING}', 'provider')})
 same => n,GotoIf($["\${PROVIDER}" != ""]?outside)
 same => n,Set(CALLEE=\${TARGET}@\${CUT(SIDETONE_MAPPING,@,2)})
 same => n,Set(MAY=${field('${CALLEE}', 'can_be_called')})
 same => n,GotoIf($["\${MAY}" = "no"]?forbidden)
 same => n,GotoIf($["\${MAY}" != "yes"]?unknown)
 same => n,Gosub(sidetone-call,user,1(\${CALLEE}))
 same => n(outside),Gosub(sidetone-call,number,1(\${TARGET},\${PROVIDER}))
 same => n(unknown),PJSIPHangup(404)
 same => n(forbidden),PJSIPHangup(403)
 same => n(unavailable),PJSIPHangup(503)
`;
}

/** Calls for a user from its provider. */
function provider({ignoreContact}: AsteriskConfigOptions): string {
  // The request's address is what our Contact said; a provider that has its own mind has the user in To.
  const byTo = ignoreContact
    ? ` same => n,Set(TO=\${PJSIP_HEADER(read,To)})
 same => n,Set(CALLEE=\${PJSIP_PARSE_URI(\${TO},user)}@\${CUT(SIDETONE_MAPPING,@,2)})
`
    : '';
  return `[${contexts.provider}]
exten => h,1,NoOp()
exten => ${anything},1,Set(CALLEE=\${SIDETONE_MAPPING})
${byTo} same => n,Set(MAY=${field('${CALLEE}', 'can_be_called')})
 same => n,GotoIf($["\${MAY}" = "no"]?forbidden)
 same => n,GotoIf($["\${MAY}" != "yes"]?unknown)
 same => n,Gosub(sidetone-call,user,1(\${CALLEE}))
 same => n(unknown),PJSIPHangup(404)
 same => n(forbidden),PJSIPHangup(403)
`;
}

/** Numbers of the IVR: \`context=sidetone-numbers\` is what an operator's own trunk needs. */
function numbers({numbers, country}: AsteriskConfigOptions): string {
  const written = new Set(numbers.flatMap((number) => writings(number, country)));
  return [
    '[sidetone-numbers]',
    ...[...written].map((number) => `exten => ${number},1,Goto(sidetone-ivr,\${EXTEN},1)`),
    '',
  ].join('\n');
}

/** A number as trunks may send it: +41446681800, 41446681800, 0041446681800, 0446681800, and as it is configured. */
export function writings(number: string, country: string): string[] {
  const plain = number.replace(/[^+\d]/g, '');
  const parsed = parsePhoneNumberFromString(number, country as CountryCode);
  if (!parsed?.isPossible()) return [plain];
  const digits = parsed.number.slice(1);
  return [
    ...new Set([
      parsed.number,
      digits,
      `00${digits}`,
      parsed.formatNational().replace(/\D/g, ''),
      parsed.nationalNumber,
      plain,
    ]),
  ];
}

/** Hands callers to the gateway that is in charge. Between two there may be none for a second. */
function ivr({prompts, language}: AsteriskConfigOptions): string {
  return `[sidetone-ivr]
exten => h,1,NoOp()
exten => ${anything},1,Answer()
 same => n,Set(TRIES=${tries})
 same => n(enter),Stasis(${application},${ivrArgument},\${EXTEN},\${CHANNEL(endpoint)})
 same => n,GotoIf($["\${STASISSTATUS}" != "FAILED"]?done)
 same => n,Set(TRIES=$[\${TRIES} - 1])
 same => n,GotoIf($[\${TRIES} <= 0]?sorry)
 same => n,Wait(0.3)
 same => n,Goto(enter)
 same => n(sorry),Playback(${prompts}/${language}/failed)
 same => n(done),Hangup()
`;
}

/** Rings a user, or a number at a provider. When nobody answers, the caller is told the far side's own SIP code. */
function call(): string {
  return `[sidetone-call]
exten => user,1,GotoIf($["\${PJSIP_DIAL_CONTACTS(\${ARG1})}" = ""]?unavailable)
 same => n,Dial(\${PJSIP_DIAL_CONTACTS(\${ARG1})},${ringing})
 same => n,Goto(ended,1)
 same => n(unavailable),PJSIPHangup(480)
exten => number,1,Dial(PJSIP/\${ARG1}@\${ARG2},${ringing})
 same => n,Goto(ended,1)
exten => ended,1,GotoIf($["\${DIALSTATUS}" = "NOANSWER"]?unavailable)
 same => n,Set(LEG=\${CUT(HANGUPCAUSE_KEYS(),\\,,1)})
 same => n,Set(CODE=\${CUT(HANGUPCAUSE(\${LEG},tech), ,2)})
 same => n,ExecIf($[\${LEN(\${CODE})} = 3]?PJSIPHangup(\${CODE}))
 same => n,Hangup(\${HANGUPCAUSE})
 same => n(unavailable),PJSIPHangup(480)
`;
}
