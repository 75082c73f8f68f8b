/** The decoded text, or null when it is not percent-encoded UTF-8 or contains a NUL character. */
export function decodePercent(text: string): string | null {
  if (!text.includes('%')) return text;
  try {
    const decoded = decodeURIComponent(text);
    return decoded.includes('\0') ? null : decoded;
  } catch {
    return null;
  }
}
