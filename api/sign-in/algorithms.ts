/** With what may be signed: never with a secret that both sides know, and never with nothing. */
export const signatureAlgorithms = ['EdDSA', 'Ed25519', 'ES256', 'PS256', 'RS256'];
