/** Why the stack could not be brought up or driven. The text says what was wrong and what to do. */
export class StackError extends Error {
  override readonly name = 'StackError';
}
