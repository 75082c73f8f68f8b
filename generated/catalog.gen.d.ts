// Written by "npm run generate" from src/providers/catalog/. Do not edit.
/** Files that obey the schema and passed every check, in the order of their names. */
export declare const catalogFiles: readonly { file: string; content: object }[];
