/** What the contract calls besides the stack's own extensions. */
export const contractExtensions = {
  /** Echo behind a bridge, so that it can be transferred and put on hold. */
  echo: 'contract-echo',
  /** 183 with a tone; answers when a program does. */
  early: 'contract-early',
  /** Answers; a program sends its digits. */
  informer: 'contract-informer',
  /** To be transferred to. */
  transferOk: 'contract-ok',
  transferBusy: 'contract-busy',
} as const;
