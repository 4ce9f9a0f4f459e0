/** Two groups that were joined, each named by one of its members, and how far apart they were. */
export type Merge = { readonly a: number; readonly b: number; readonly height: number };

/**
 * Hierarchical clustering with average linkage (UPGMA) by chains of nearest neighbours (Murtagh 1983): O(n²) time, one
 * triangular matrix of float32.
 *
 * @param count number of items; @param distance between two of them, symmetric
 * @returns `count` − 1 merges in rising order of height
 */
export function averageLinkage(count: number, distance: (i: number, j: number) => number): Merge[] {
  const matrix = new Float32Array((count * (count - 1)) / 2);
  const at = (i: number, j: number) => (i > j ? (i * (i - 1)) / 2 + j : (j * (j - 1)) / 2 + i);
  for (let i = 1; i < count; i++) for (let j = 0; j < i; j++) matrix[at(i, j)] = distance(i, j);
  const sizes = new Float64Array(count).fill(1);
  const alive = new Set(Array.from({ length: count }, (_, i) => i));
  const merges: Merge[] = [];
  const chain: number[] = [];
  while (merges.length < count - 1) {
    if (chain.length === 0) chain.push(alive.values().next().value!);
    const tip = chain.at(-1)!;
    const before = chain.at(-2);
    let nearest = before ?? -1;
    let least = before === undefined ? Infinity : matrix[at(tip, before)]!;
    for (const other of alive) {
      if (other === tip) continue;
      const value = matrix[at(tip, other)]!;
      if (value < least) {
        least = value;
        nearest = other;
      }
    }
    if (nearest !== before) {
      chain.push(nearest);
      continue;
    }
    chain.length -= 2;
    merges.push({ a: before, b: tip, height: least });
    // Lance & Williams: the distance to the joined group is the mean over all pairs. It takes the place of `before`.
    const [m, n] = [sizes[before]!, sizes[tip]!];
    alive.delete(tip);
    for (const other of alive) {
      if (other === before) continue;
      matrix[at(before, other)] = (m * matrix[at(before, other)]! + n * matrix[at(tip, other)]!) / (m + n);
    }
    sizes[before] = m + n;
  }
  return merges.sort((x, y) => x.height - y.height);
}

/** Groups that are left when only merges below a height are made: for each item the number of its group, from 0. */
export function cutAt(merges: readonly Merge[], height: number): number[] {
  const count = merges.length + 1;
  const parent = Array.from({ length: count }, (_, i) => i);
  const rootOf = (i: number): number => {
    let root = i;
    while (parent[root] !== root) root = parent[root]!;
    parent[i] = root;
    return root;
  };
  for (const merge of merges) if (merge.height < height) parent[rootOf(merge.b)] = rootOf(merge.a);
  const numbers = new Map<number, number>();
  return parent.map((_, i) => {
    const root = rootOf(i);
    if (!numbers.has(root)) numbers.set(root, numbers.size);
    return numbers.get(root)!;
  });
}
