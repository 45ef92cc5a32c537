import { runAction } from '../../src/actions/job.ts';
import { reviewAction } from '../../src/actions/review.ts';

await runAction(reviewAction);
