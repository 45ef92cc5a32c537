import type { GitHubClient } from './client.ts';
import { Issue, toTracked } from './issue-schema.ts';
import { readAnswer } from './read.ts';
import type { TrackedIssue } from './tracker.ts';

/** The label that the issue form for incidents sets. */
const incidentLabel = 'incident';

/** All issues with the label of incidents, open and closed, in the order of their numbers. */
export async function incidentIssues(
  client: Pick<GitHubClient, 'pages'>,
): Promise<readonly TrackedIssue[]> {
  const query = { labels: incidentLabel, state: 'all', sort: 'created', direction: 'asc' };
  const items = await client.pages('/issues', query);
  const issues = items
    .map((item) => readAnswer(Issue, item, 'GET /issues'))
    // The API lists pull requests as issues.
    .filter((issue) => issue.pull_request === undefined || issue.pull_request === null)
    .map(toTracked);
  // An issue that moves between pages while we read comes twice.
  return [...new Map(issues.map((issue) => [issue.number, issue])).values()].toSorted(
    (a, b) => a.number - b.number,
  );
}
