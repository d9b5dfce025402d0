/** Where the row that is held stands now; where it is not among what is read, the place it had. */
export function placeOf<Row>(held: (row: Row) => boolean, rowAt: (index: number) => Row | undefined, total: number, near: number): number {
  const isHere = (index: number) => {
    const row = rowAt(index);
    return row !== undefined && held(row);
  };
  if (isHere(near)) return near;
  for (let index = 0; index < total; index += 1) if (isHere(index)) return index;
  return near;
}
