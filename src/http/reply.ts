/** An answer before it is written: `body` is sent as JSON, undefined means no body. */
export interface Reply {
  status: number;
  body: unknown;
  /** Further headers as a flat list of names and values. */
  headers?: readonly string[];
  /** True when the client may still be sending: read its rest before the connection closes. */
  drain?: true;
}
