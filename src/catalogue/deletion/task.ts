import { type ShellOutput, shell } from '../../core/probe.ts';
import { sudoHelper } from '../../core/root-helper.ts';
import { lines, type ShellText, sh } from '../../core/shell.ts';
import type { Application } from '../define-task.ts';
import { caretakersScript, parseCaretakers } from './caretakers.ts';
import { parseSurvey } from './facts.ts';
import { deletionHelper } from './helper.ts';
import { deletionMessages } from './messages.ts';
import type { DeletionOrder } from './order.ts';
import { type DeletionChange, planDeletion, type Seen } from './plan.ts';
import { verifyDeletion } from './verify.ts';

/** The root helper ends its own work after an hour for each folder and owner. */
const limitSeconds = 3 * 3600;

/** Everything of a task that deletes files, but for what it is called and its parameters. */
export function deletionTask<Params>(orderOf: (params: Params) => DeletionOrder) {
  const verbOf = ({ quarantine }: DeletionOrder) => (quarantine ? 'quarantine' : 'delete');
  const call = (order: DeletionOrder, verb: string) => sudoHelper(deletionHelper(order), verb);
  return {
    level: 1 as const,
    messages: deletionMessages,
    measures: {
      filesBefore: { ja: '古いファイル (前)', en: 'Old files, before' },
      files: { ja: '古いファイル', en: 'Old files' },
      freed: { ja: '削除した大きさ', en: 'Size of what was deleted' },
      freeBefore: { ja: '空き容量 (前)', en: 'Free space, before' },
      free: { ja: '空き容量', en: 'Free space' },
    },
    privileged: (given: Params): ShellText[] => {
      const order = orderOf(given);
      const verbs = ['survey', verbOf(order), ...(order.quarantine ? ['restore'] : [])];
      return verbs.map((verb) => call(order, verb));
    },
    probes: (given: Params) => {
      const order = orderOf(given);
      return {
        survey: shell(call(order, 'survey'), { weight: 'heavy', timeoutSeconds: 600 }),
        caretakers: shell(caretakersScript(order)),
      };
    },
    parse: (
      outputs: { readonly survey: ShellOutput; readonly caretakers: ShellOutput },
      given: Params,
    ): Seen => ({
      ...parseSurvey(outputs.survey, orderOf(given)),
      caretakers: parseCaretakers(outputs.caretakers.stdout),
    }),
    plan: (facts: Seen, given: Params) => planDeletion(orderOf(given), facts),
    apply: (change: DeletionChange, given: Params): Application => {
      const order = orderOf(given);
      return { script: send(change, call(order, verbOf(order))), timeoutSeconds: limitSeconds };
    },
    verify: (
      seen: { readonly before: Seen; readonly after: Seen; readonly change: DeletionChange },
      given: Params,
    ) => {
      const order = orderOf(given);
      const back = send(withoutPurge(seen.change), call(order, 'restore')).text;
      return verifyDeletion(order, seen, back.replace('| sudo -n', '| sudo'));
    },
    rollback: (change: DeletionChange, given: Params): Application | 'irreversible' => {
      const order = orderOf(given);
      if (!order.quarantine || change.work.length === 0) return 'irreversible';
      const script = send(withoutPurge(change), call(order, 'restore'));
      return { script, timeoutSeconds: limitSeconds };
    },
  };
}

function withoutPurge(change: DeletionChange): DeletionChange {
  return { ...change, purge: false };
}

/** The plan's time and what is to be done, on standard input: the helper believes none of it. */
function send({ asOf, work, purge }: DeletionChange, helper: ShellText): ShellText {
  const orders = work.map(({ rule, owner }) => `${rule} ${owner}`);
  const all = [String(asOf), ...orders, ...(purge ? ['purge'] : [])];
  return lines(sh`printf '%s\n' ${all} | ${helper}`);
}
