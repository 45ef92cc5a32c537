import { expectTypeOf, test } from 'vitest';
import type { Config } from '../../src/config/schema.ts';
import type { Fleet } from '../../src/fleet/model.ts';
import type { IssueTracker } from '../../src/github/tracker.ts';
import type { IncidentEvent } from '../../src/incident/actions.ts';
import type { FleetView } from '../../src/incident/places.ts';
import type { IncidentTracker } from '../../src/incident/tracker.ts';
import type { NotifyIncident } from '../../src/notify/digest.ts';
import type { NotifyTarget } from '../../src/notify/notify.ts';

/** Layers that may not import each other meet by shape: here the compiler compares them. */
test('what others have fits', () => {
  expectTypeOf<IssueTracker>().toExtend<IncidentTracker>();
  expectTypeOf<Fleet>().toExtend<FleetView>();
  expectTypeOf<IncidentEvent>().toExtend<NotifyIncident>();
  expectTypeOf<Config['notify'][number]>().toExtend<NotifyTarget>();
});
