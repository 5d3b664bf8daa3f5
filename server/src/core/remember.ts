/** What a map has under a key; where it has nothing, that is made and kept. */
export function remember<K, V>(
  memory: { get(key: K): V | undefined; set(key: K, value: V): unknown },
  key: K,
  make: () => V,
): V {
  const known = memory.get(key) ?? make();
  memory.set(key, known);
  return known;
}
