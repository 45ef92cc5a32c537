/** Wrong use of an action, or something that a person has to mend: shown without a stack. */
export class ActionError extends Error {
  override readonly name = 'ActionError';
}
