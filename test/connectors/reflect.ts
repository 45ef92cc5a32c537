/** The little of `reflect-metadata` that @peculiar/x509 asks for; the whole is not a dependency. */
const metadata = new WeakMap<object, Map<unknown, unknown>>();

function define(key: unknown, value: unknown, target: object): void {
  const known = metadata.get(target) ?? new Map<unknown, unknown>();
  metadata.set(target, known.set(key, value));
}

const get = (key: unknown, target: object) => metadata.get(target)?.get(key);

if (!('getMetadata' in Reflect)) {
  Object.assign(Reflect, {
    getMetadata: get,
    getOwnMetadata: get,
    hasOwnMetadata: (key: unknown, target: object) => metadata.get(target)?.has(key) ?? false,
    defineMetadata: define,
    metadata: (key: unknown, value: unknown) => (target: object) => define(key, value, target),
  });
}
