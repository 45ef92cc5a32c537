/** One page of a list with the header that names its neighbours, as GitHub gives them. */
export function paged(
  list: readonly unknown[],
  query: Readonly<Record<string, unknown>>,
  url: string,
): { items: readonly unknown[]; link: string } {
  const size = Math.min(100, positive(query['per_page'], 30));
  const page = positive(query['page'], 1);
  const last = Math.max(1, Math.ceil(list.length / size));
  const items = list.slice((page - 1) * size, page * size);
  const to = (number: number, relation: string) => {
    const target = new URL(url);
    target.searchParams.set('page', String(number));
    return `<${target.href}>; rel="${relation}"`;
  };
  const before = page > 1 ? [to(page - 1, 'prev'), to(1, 'first')] : [];
  const after = page < last ? [to(page + 1, 'next'), to(last, 'last')] : [];
  return { items, link: [...before, ...after].join(', ') };
}

function positive(value: unknown, otherwise: number): number {
  const number = Number(value);
  return Number.isInteger(number) && number > 0 ? number : otherwise;
}
