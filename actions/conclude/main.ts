import { concludeAction } from '../../src/actions/conclude.ts';
import { runAction } from '../../src/actions/job.ts';

await runAction(concludeAction);
