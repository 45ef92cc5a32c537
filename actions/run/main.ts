import { runAction } from '../../src/actions/job.ts';
import { shardAction } from '../../src/actions/run.ts';

await runAction(shardAction);
