/** Where the actions of teiki are: `local` in its own repository, else `owner/name@<40 hex digits>`. */
export type TeikiActions =
  | { readonly kind: 'local' }
  | { readonly kind: 'repository'; readonly repository: string; readonly commit: string };

const written = /^([A-Za-z0-9][A-Za-z0-9-]*\/[A-Za-z0-9._-]+)@([0-9a-f]{40})$/;
const used = /uses: ([^\s/]+\/[^\s/]+)\/actions\/plan@([0-9a-f]{40})\b/;

/** Undefined when it is neither: a tag or a branch would let others change what runs here. */
export function readActions(text: string): TeikiActions | undefined {
  if (text === './') return { kind: 'local' };
  const [, repository, commit] = written.exec(text) ?? [];
  if (repository === undefined || commit === undefined) return undefined;
  return { kind: 'repository', repository, commit };
}

/** What a workflow that we have written uses, so that a bot may raise it. */
export function actionsOf(workflow: string): TeikiActions | undefined {
  if (workflow.includes('uses: ./actions/plan\n')) return { kind: 'local' };
  const [, repository, commit] = used.exec(workflow) ?? [];
  if (repository === undefined || commit === undefined) return undefined;
  return { kind: 'repository', repository, commit };
}

/** What `uses:` takes. */
export function actionReference(actions: TeikiActions, name: string): string {
  if (actions.kind === 'local') return `./actions/${name}`;
  return `${actions.repository}/actions/${name}@${actions.commit}`;
}
