/** The identity cannot be used. The text names the field and says what to do; it quotes no value. */
export class InvalidIdentity extends Error {
  override readonly name = "InvalidIdentity";
}
