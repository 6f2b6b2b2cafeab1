/** Modules of Asterisk that the gateway relies on, without `.so`. `doctor` looks for them. */
export const moduleNames = [
  'pbx_config',
  'app_dial',
  'app_playback',
  'app_stack',
  'app_stasis',
  'func_callerid',
  'func_channel',
  'func_curl',
  'func_cut',
  'func_dialplan',
  'func_hangupcause',
  'func_logic',
  'func_realtime',
  'func_strings',
  'res_curl',
  'res_config_curl',
  'res_sorcery_config',
  'res_sorcery_memory',
  'res_sorcery_memory_cache',
  'res_sorcery_realtime',
  'res_http_websocket',
  'res_websocket_client',
  'chan_websocket',
  'res_musiconhold',
  'res_stasis',
  'res_stasis_answer',
  'res_stasis_playback',
  'res_ari',
  'res_ari_applications',
  'res_ari_asterisk',
  'res_ari_bridges',
  'res_ari_channels',
  'res_ari_endpoints',
  'res_ari_events',
  'res_ari_playbacks',
  'chan_pjsip',
  'res_pjsip',
  'res_pjsip_authenticator_digest',
  'res_pjsip_endpoint_identifier_ip',
  'res_pjsip_endpoint_identifier_user',
  'res_pjsip_header_funcs',
  'res_pjsip_outbound_authenticator_digest',
  'res_pjsip_outbound_registration',
  'res_pjsip_registrar',
  'res_pjsip_session',
  'res_pjsip_transport_websocket',
  'res_rtp_asterisk',
  'res_srtp',
] as const;

/** Those that report SIP messages. */
export const hepModules = ['res_hep', 'res_hep_pjsip'] as const;

/**
 * What stops all of ARI until Asterisk restarts when a gateway's event socket breaks in the moment in which a device's
 * state changes (asterisk/asterisk#2170), and what needs it. The gateway has no use for device states.
 */
export const harmfulModules = ['res_ari_device_states', 'res_stasis_device_state'] as const;

/** Any of these makes Opus available. */
export const opusModules = ['codec_opus', 'codec_opus_open_source'] as const;
