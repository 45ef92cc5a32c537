import { runAction } from '../../src/actions/job.ts';
import { recheckAction } from '../../src/actions/recheck.ts';

await runAction(recheckAction);
