/** "1 account", "2 accounts". `many` is the plural where it is not the noun with an s. */
export const count = (n: number, noun: string, many = `${noun}s`): string => `${n} ${n === 1 ? noun : many}`;
