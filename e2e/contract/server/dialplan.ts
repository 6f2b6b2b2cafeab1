import {ariApplication} from '../../../packages/stack/src/index.js';
import {contractExtensions} from '../extensions.js';

/** Where a program takes hold of the far half of the echo. */
export const heldContext = 'contract-held';

const {echo, early, informer, transferOk, transferBusy} = contractExtensions;

/** Added to `extensions.conf`. */
export const contractDialplan = `[phones](+)
exten => ${echo},1,Ringing()
 same => n,Dial(Local/600@phones/nm)
exten => ${early},1,Progress()
 same => n,Playtones(440)
 same => n,Stasis(${ariApplication})
exten => ${informer},1,Answer()
 same => n,Stasis(${ariApplication})
exten => ${transferOk},1,Ringing()
 same => n,Playtones(1000)
 same => n,Wait(60)
exten => ${transferBusy},1,Busy(5)

[${heldContext}]
exten => s,1,Stasis(${ariApplication})
`;

/** Added to `pjsip.conf`: a hold in the far half reaches the phone as a re-INVITE, not as music. */
export const contractEndpoints = `[alice](+type=endpoint)
moh_passthrough=yes
`;
