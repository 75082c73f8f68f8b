type WithoutNulls<T> = { [Key in keyof T]?: NonNullable<T[Key]> };

/** The fields that were sent with a value: null on an optional field means absent (contract A.8). */
export function withoutNulls<T extends object>(fields: T): WithoutNulls<T> {
  const sent = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(sent) as WithoutNulls<T>;
}

/** Only these fields; a request may carry others, which are ignored (contract A.8). */
export function pick<T extends object, const Key extends keyof T>(
  body: T,
  keys: readonly Key[],
): Pick<T, Key> {
  return Object.fromEntries(keys.map((key) => [key, body[key]])) as Pick<T, Key>;
}
