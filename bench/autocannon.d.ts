declare module 'autocannon' {
  interface RequestSpec {
    method: string;
    path: string;
    headers?: Record<string, string>;
    body?: string;
  }
  interface Options {
    url: string;
    connections: number;
    duration: number;
    requests: RequestSpec[];
  }
  interface Result {
    /** Seconds. */
    duration: number;
    requests: { total: number };
    '2xx': number;
    non2xx: number;
    errors: number;
  }
  export default function autocannon(options: Options): Promise<Result>;
}
