// The part of better-sqlite3 that the bench uses; the package brings no types.
declare module 'better-sqlite3' {
  namespace Database {
    interface Statement {
      get(...values: unknown[]): unknown;
      all(...values: unknown[]): unknown[];
      run(...values: unknown[]): unknown;
    }
  }
  class Database {
    constructor(file: string);
    pragma(text: string): unknown;
    prepare(sql: string): Database.Statement;
    transaction<T>(work: () => T): { immediate(): T };
  }
  export default Database;
}
