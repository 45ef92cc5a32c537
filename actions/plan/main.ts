import { runAction } from '../../src/actions/job.ts';
import { planAction } from '../../src/actions/plan.ts';

await runAction(planAction);
