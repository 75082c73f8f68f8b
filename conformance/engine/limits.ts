/** Expected and actual values are cut at this many characters. */
export const longestText = 4000;
