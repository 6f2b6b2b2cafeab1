/** SIP engines by their names, each fetched when it is wanted. */
export const engines = {
  jssip: async () => (await import('@sidetone/engine-jssip')).jssip(),
  sipjs: async () => (await import('@sidetone/engine-sipjs')).sipjs(),
};
