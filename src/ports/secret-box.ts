/** Encrypts what must be kept and never shown: skill credentials, runtime tokens (design 4). */
export interface SecretBox {
  /** Sealed text that only the holders of the key can open, for the same purpose. The same text is sealed differently each time. */
  seal(text: string, purpose: string): string;
  /** The text, or null when no key at hand opens it or it was altered. */
  open(sealed: string, purpose: string): string | null;
}
