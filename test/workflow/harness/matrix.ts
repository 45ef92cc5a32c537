import { isDeepStrictEqual } from 'node:util';

export type Combination = Readonly<Record<string, unknown>>;

/** The jobs that a matrix stands for. @throws Error as GitHub refuses an empty or too large one */
export function expandMatrix(matrix: unknown): readonly Combination[] {
  if (matrix === undefined) return [{}];
  if (typeof matrix !== 'object' || matrix === null || Array.isArray(matrix)) {
    throw new Error(`The matrix is no mapping: ${JSON.stringify(matrix)}`);
  }
  const { include = [], exclude = [], ...axes } = matrix as Record<string, unknown>;
  let combinations: Combination[] = Object.keys(axes).length === 0 ? [] : [{}];
  for (const [name, values] of Object.entries(axes)) {
    combinations = combinations.flatMap((one) =>
      listed(values).map((value) => ({ ...one, [name]: value })),
    );
  }
  combinations = combinations.filter(
    (one) =>
      !listed(exclude).some((each) =>
        agrees(one, each as Combination, Object.keys(each as object)),
      ),
  );
  const original = Object.keys(axes);
  for (const each of listed(include) as Combination[]) {
    const common = original.filter((name) => name in each);
    const fits = combinations.filter((one) => original.length > 0 && agrees(one, each, common));
    if (fits.length === 0) combinations.push(each);
    else combinations = combinations.map((one) => (fits.includes(one) ? { ...one, ...each } : one));
  }
  if (combinations.length === 0) throw new Error('Matrix must define at least one vector');
  if (combinations.length > 256)
    throw new Error(`A matrix of ${combinations.length} jobs; 256 is the most`);
  return combinations;
}

function agrees(one: Combination, other: Combination, names: readonly string[]): boolean {
  return names.every((name) => isDeepStrictEqual(one[name], other[name]));
}

function listed(value: unknown): readonly unknown[] {
  if (!Array.isArray(value))
    throw new Error(`A matrix takes lists, found ${JSON.stringify(value)}`);
  return value;
}
