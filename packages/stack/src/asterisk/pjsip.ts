import {sipDomain, userTable, type StackUsers, type UserName} from '../users.js';
import {ini, type Section} from './ini.js';

/** `pjsip.conf`: WebSocket transports and one WebRTC endpoint a user. */
export function pjsipConf(users: StackUsers): string {
  const names = Object.keys(users) as UserName[];
  return ini(
    ['global', {type: 'global', default_realm: sipDomain, user_agent: 'Sidetone-stack'}],
    ['transport-ws', {type: 'transport', protocol: 'ws', bind: '127.0.0.1'}],
    ['transport-wss', {type: 'transport', protocol: 'wss', bind: '127.0.0.1'}],
    ...names.flatMap((name) => user(name, users[name].password)),
  );
}

function user(name: UserName, password: string): Section[] {
  const {displayName, number, ...row} = userTable[name];
  return [
    [name, {type: 'auth', auth_type: 'userpass', username: name, password}],
    // One contact that the next replaces: a reloaded page leaves no dead one behind.
    [name, {type: 'aor', max_contacts: 1, remove_existing: 'yes', qualify_frequency: 0}],
    [
      name,
      {
        type: 'endpoint',
        webrtc: 'yes',
        context: 'phones',
        aors: name,
        auth: name,
        // The caller's address is the users' domain, not this machine's name.
        from_domain: sipDomain,
        callerid: `"${displayName}" <${name}>`,
        disallow: 'all',
        allow: 'opus,g722,ulaw,alaw',
        dtmf_mode: 'auto_info',
        media_address: '127.0.0.1',
        bind_rtp_to_media_address: 'yes',
        send_pai: 'yes',
        trust_id_outbound: 'yes',
        language: 'en',
        set_var: `NUMBER=${number}`,
        ...('endpoint' in row ? row.endpoint : {}),
      },
    ],
  ];
}
