/** Works through the items with at most `width` at a time, in order, until done or `isStopped`. */
export async function runPool<Item>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<void>,
  isStopped: () => boolean = () => false,
): Promise<void> {
  const queue = [...items];
  const runOne = async (): Promise<void> => {
    while (!isStopped()) {
      const item = queue.shift();
      if (item === undefined) return;
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, runOne));
}
