import { runAction } from '../../src/actions/job.ts';
import { maintainAction } from '../../src/actions/maintain.ts';

await runAction(maintainAction);
