import {createStack, type Stack} from '@sidetone/stack';

/** Numbers of the world outside, and what becomes of calls to them. Every other number is 404. */
export const farSide = {
  /** Rings for a moment, answers, and is in the hands of the test. */
  answers: '+41446681820',
  /** 486 */
  busy: '+41446681821',
  /** 603 */
  declines: '+41446681822',
  /** Rings for ever. */
  rings: '+41446681823',
  /** 503 */
  overloaded: '+41446681824',
  /** 180, and answers when the test sets Asterisk's global variable `ANSWER`. */
  answersLater: '+41446681825',
  nobody: '+41446681829',
} as const;

/** An Asterisk that takes every call from this machine for these numbers. */
export function createFarSide(folder: string, port: number): Promise<Stack> {
  return createStack({
    folder,
    name: 'far-side',
    asteriskModules: ['res_pjsip_endpoint_identifier_ip'],
    asteriskConfiguration: {
      'pjsip.conf': `[global](+)
endpoint_identifier_order=ip,username
[udp]
type=transport
protocol=udp
bind=127.0.0.1:${port}
[world]
type=endpoint
context=world
disallow=all
allow=g722,ulaw
dtmf_mode=rfc4733
[world]
type=identify
endpoint=world
match=127.0.0.1
`,
      'extensions.conf': `[world]
exten => ${farSide.answers},1,Ringing()
 same => n,Wait(0.5)
 same => n,Answer()
 same => n,Stasis(sidetone-test,called)
 same => n,Hangup()
exten => ${farSide.busy},1,PJSIPHangup(486)
exten => ${farSide.declines},1,PJSIPHangup(603)
exten => ${farSide.rings},1,Ringing()
 same => n,Wait(3600)
exten => ${farSide.overloaded},1,PJSIPHangup(503)
exten => ${farSide.answersLater},1,Ringing()
 same => n(wait),Wait(0.1)
 same => n,GotoIf($["\${GLOBAL(ANSWER)}" = ""]?wait)
 same => n,Answer()
 same => n,Stasis(sidetone-test,called)
 same => n,Hangup()
exten => _+X.,1,PJSIPHangup(404)
`,
    },
  });
}

/** Our Asterisk's way there: the endpoint \`trunk\` of pjsip.conf. */
export const farSideTrunk = (port: number): string => `[trunk]
type=aor
contact=sip:127.0.0.1:${port}
[trunk]
type=endpoint
aors=trunk
context=sidetone-numbers
disallow=all
allow=g722,ulaw
dtmf_mode=rfc4733
`;
