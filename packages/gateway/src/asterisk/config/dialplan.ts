import {parsePhoneNumberFromString, type CountryCode} from 'libphonenumber-js';
import {contexts} from '../../realtime/rows.js';
import {application, ivrArgument, routeArgument, waitAgain} from '../application.js';
import {laneArgument, lanePrefix} from '../lane.js';
import type {AsteriskConfigOptions} from './configuration.js';

/** What a dialled name or number may begin with. Patterns with it never match Asterisk's own `h`, which has an extension. */
const anything = '_[+*#0-9A-Za-z]!';
/** Extensions of lanes. A bare N or X is a digit in a pattern. */
const lanes = lanePrefix.replace(/n/g, '[n]').replace(/^/, '_').concat('.');
/** What livekit-sip calls for the legs of its bridge: see legExtension there. */
const legs = '_sideto[n]eleg.';
/** Calls that nobody answers end after so many seconds. */
const ringing = 60;
/** A caller is kept waiting for so many seconds for a gateway, or its database, that cannot say what is allowed. */
const patience = 15;
/** Characters of Call-IDs that can be an argument of an application: those that are not are left out, see {@link callIdKey}. */
const callIdCharacters = 'A-Za-z0-9._@:+~%*';
/** So often a caller is handed to the gateway again when none is there, 0.3 s apart. */
const tries = 15;

/**
 * The contexts that users, providers and trunks call into. What a user may do is asked of the gateway at each
 * call, so a change counts from the next one on.
 */
export function dialplan(options: AsteriskConfigOptions): string {
  const parts = [
    users(options),
    provider(options),
    user(),
    ask(),
    numbers(options),
    trunk(options),
    ivr(options),
    enter(),
    lane(),
    call(),
    ...(options.livekitSip ? [leg()] : []),
  ];
  return parts.join('\n');
}

/** Asks for a user's field as the gateway has it now, into SAID. Empty: no gateway could say. */
const asked = (id: string, field: string) => ` same => n,Gosub(sidetone-ask,s,1(${id},${field}))
 same => n,Set(SAID=\${GOSUB_RETVAL})`;

/** Calls by users, by their cached context: whether they may is asked again. */
function users({dialContext}: AsteriskConfigOptions): string {
  const own = dialContext
    ? `\n same => n,GotoIf(\${DIALPLAN_EXISTS(${dialContext},\${TARGET},1)}?${dialContext},\${TARGET},1)`
    : '';
  return `[${contexts.noCalls}]
include => ${contexts.calls}

[${contexts.calls}]
exten => h,1,NoOp()
exten => ${lanes},1,Goto(sidetone-lane,\${EXTEN},1)
exten => ${anything},1,Set(TARGET=\${FILTER(+*#0-9A-Za-z._\\-,\${EXTEN})})
 same => n,GotoIf($["\${TARGET}" != "\${EXTEN}"]?unknown)
${asked('${SIDETONE_MAPPING}', 'can_call')}
 same => n,GotoIf($["\${SAID}" = ""]?unavailable)
 same => n,GotoIf($["\${SAID}" != "yes"]?forbidden)
 same => n,GotoIf(\${DIALPLAN_EXISTS(sidetone-numbers,\${TARGET},1)}?sidetone-numbers,\${TARGET},1)
${asked('${SIDETONE_MAPPING}', 'provider')}
 same => n,GotoIf($["\${SAID}" = ""]?unavailable)
 same => n,GotoIf($["\${SAID}" != "none"]?outside)
 same => n,Gosub(sidetone-user,s,1(\${TARGET}@\${CUT(SIDETONE_MAPPING,@,2)}))${own}
 same => n(unknown),PJSIPHangup(404)
 same => n(outside),Gosub(sidetone-call,number,1(\${TARGET},\${SAID}))
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
${byTo} same => n,Gosub(sidetone-user,s,1(\${CALLEE}))
 same => n,PJSIPHangup(404)
`;
}

/** Rings a user, and comes back only when there is none of this name. */
function user(): string {
  return `[sidetone-user]
exten => s,1,Set(LOCAL(CALLEE)=\${ARG1})
${asked('${CALLEE}', 'reach')}
 same => n,GotoIf($["\${SAID}" = "yes"]?ring)
 same => n,GotoIf($["\${SAID}" = "no"]?forbidden)
 same => n,GotoIf($["\${SAID}" = "away"]?away)
 same => n,GotoIf($["\${SAID}" = ""]?unavailable)
 same => n,Return()
 same => n(ring),Gosub(sidetone-call,user,1(\${CALLEE}))
 same => n(forbidden),PJSIPHangup(403)
 same => n(away),PJSIPHangup(480)
 same => n(unavailable),PJSIPHangup(503)
`;
}

/** What the gateway says of a user. A gateway that restarts, or whose database is away, is given some seconds. */
function ask(): string {
  return `[sidetone-ask]
exten => s,1,Set(LOCAL(UNTIL)=$[\${EPOCH} + ${patience}])
 same => n(ask),Set(LOCAL(SAID)=\${REALTIME_FIELD(sidetone_users,id,\${ARG1},\${ARG2})})
 same => n,GotoIf($["\${SAID}" != "" | \${EPOCH} >= \${UNTIL}]?said)
 same => n,Wait(0.5)
 same => n,Goto(ask)
 same => n(said),Return(\${SAID})
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

/**
 * A call that is transferred here goes into a room. `BLINDTRANSFER` is the channel of whoever sent it, `PJSIP/alice@example.org-0000001a`:
 * nobody else gets in.
 */
function lane(): string {
  return `[sidetone-lane]
exten => h,1,NoOp()
exten => ${lanes},1,GotoIf($["\${BLINDTRANSFER}" = ""]?unknown)
 same => n,Set(SIDETONE_CALL=${laneArgument},\${FILTER(0-9a-z,\${EXTEN})},\${BLINDTRANSFER:6:-9})
 same => n,Goto(sidetone-ivr,\${EXTEN},begin)
 same => n(unknown),PJSIPHangup(404)
`;
}

/**
 * Calls that trunks bring: `context=sidetone-trunk`, `set_var=SIDETONE_TRUNK=<the trunk's id>`. Only the gateway can say where
 * one leads that is for none of the IVR's numbers: it rings meanwhile.
 */
function trunk({prompts, language}: AsteriskConfigOptions): string {
  return `[${contexts.trunk}]
exten => h,1,NoOp()
exten => ${anything},1,Set(TARGET=\${FILTER(+*#0-9A-Za-z._\\-,\${EXTEN})})
 same => n,GotoIf(\${DIALPLAN_EXISTS(sidetone-numbers,\${TARGET},1)}?sidetone-numbers,\${TARGET},1)
 same => n,Set(SIDETONE_CALL=${routeArgument},\${TARGET},\${SIDETONE_TRUNK})
 same => n,Set(SIDETONE_CALL=\${SIDETONE_CALL},\${FILTER(${callIdCharacters}\\-,\${CHANNEL(pjsip,call-id)})})
 same => n,Ringing()
 same => n,Gosub(sidetone-enter,s,1)
 same => n,Progress()
 same => n,Playback(${prompts}/${language}/failed,noanswer)
 same => n,PJSIPHangup(503)
`;
}

/** A Call-ID as the dialplan passes it on. */
export const callIdKey = (callId: string) => callId.replace(new RegExp(`[^${callIdCharacters}-]`, 'g'), '');

/** Answers, and hands callers to the gateway for the IVR. The trunk is an operator's own endpoint, or one of ours. */
function ivr({prompts, language}: AsteriskConfigOptions): string {
  return `[sidetone-ivr]
exten => h,1,NoOp()
exten => ${anything},1,Set(SIDETONE_CALL=${ivrArgument},\${EXTEN})
 same => n,Set(SIDETONE_CALL=\${SIDETONE_CALL},\${IF($["\${SIDETONE_TRUNK}" != ""]?\${SIDETONE_TRUNK}:\${CHANNEL(endpoint)})})
 same => n(begin),Answer()
 same => n,Gosub(sidetone-enter,s,1)
 same => n,Playback(${prompts}/${language}/failed)
 same => n,Hangup()
`;
}

/** Hands a call, SIDETONE_CALL, to the gateway that is in charge. Between two there may be none for a second. Comes back when there is none for longer. */
function enter(): string {
  return `[${waitAgain.context}]
exten => ${waitAgain.extension},1,Set(LOCAL(TRIES)=${tries})
 same => n(enter),Stasis(${application},\${SIDETONE_CALL})
 same => n,GotoIf($["\${STASISSTATUS}" != "FAILED"]?done)
 same => n(${waitAgain.label}),Set(LOCAL(TRIES)=$[\${TRIES} - 1])
 same => n,GotoIf($[\${TRIES} <= 0]?nobody)
 same => n,Wait(0.3)
 same => n,Goto(enter)
 same => n(done),Hangup()
 same => n(nobody),Return()
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

/** The context of livekit-sip's calls: one for each phone in a room, which the gateway answers. */
export const legContext = 'sidetone-legs';

/** livekit-sip calls a leg's extension, and nothing else. */
function leg(): string {
  return `[${legContext}]
exten => h,1,NoOp()
exten => ${legs},1,Stasis(${application})
 same => n,Hangup()
`;
}
