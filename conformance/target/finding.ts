/** One thing that doctor looked at. A problem keeps conform from giving a verdict; a note does not. */
export interface Finding {
  subject: string;
  level: 'ok' | 'note' | 'problem';
  text: string;
  /** What to do; always there for a problem. */
  fix?: string;
}

export const ok = (subject: string, text: string): Finding => ({ subject, level: 'ok', text });

export const note = (subject: string, text: string, fix?: string): Finding =>
  fix === undefined ? { subject, level: 'note', text } : { subject, level: 'note', text, fix };

export const problem = (subject: string, text: string, fix: string): Finding => ({
  subject,
  level: 'problem',
  text,
  fix,
});
