/** What a client did wrong, by the words of RFC 6749, section 5.2. */
export class OAuthError extends Error {
  override readonly name = "OAuthError";
  readonly error: "invalid_request" | "invalid_grant" | "unsupported_grant_type" | "invalid_token";

  constructor(error: OAuthError["error"], description: string) {
    super(description);
    this.error = error;
  }
}
