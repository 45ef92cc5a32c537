/**
 * Preloaded into every Node process of a run (`NODE_OPTIONS=--import …`): what the actions take for
 * the present time begins at `STORY_CLOCK` and goes on from there.
 */
const aheadMs = Date.parse(process.env['STORY_CLOCK'] ?? '') - Date.now();

if (!Number.isNaN(aheadMs)) {
  const RealDate = Date;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given: [], newTarget) =>
      given.length > 0
        ? (Reflect.construct(target, given, newTarget) as Date)
        : new RealDate(RealDate.now() + aheadMs),
    get: (target, name) =>
      name === 'now'
        ? () => RealDate.now() + aheadMs
        : (Reflect.get(target, name, target) as unknown),
  });
}
