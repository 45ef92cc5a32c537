import type { Config } from '../config/schema.ts';
import { inWords, stepTitle, titleOf, type Words } from '../record/group.ts';
import type { RunStep } from '../record/run-result.ts';
import type { Step } from '../runbook/model.ts';
import { formatInstant } from '../text/format.ts';
import {
  type Block,
  code,
  heading,
  type Inline,
  labelled,
  link,
  list,
  markdown,
  paragraph,
  table,
  text,
} from '../text/markdown.ts';
import { joinWords } from '../text/words.ts';
import type { Announced, DryRun, Notice } from './model.ts';
import { approvedLabel } from './read.ts';
import { type NoticeWord, say, sentence } from './words.ts';

export interface NoticeWords extends Words {
  readonly config: Pick<Config, 'contacts' | 'environment'>;
  /** Where a record can be read; undefined where it is not in the repository. */
  readonly recordUrl: (path: string) => string | undefined;
}

/** `メンテナンス予告: 月次システム更新 2026-12-07 03:00 (レベル 2)` */
export function titleFor(
  { runbook, window }: Announced,
  { locale, timeZone }: NoticeWords,
): string {
  const when = formatInstant(window.startsAt, timeZone);
  const level = `${say('level', locale)} ${runbook.level}`;
  return `${say('title', locale)}: ${runbook.title[locale]} ${when} (${level})`;
}

/** The change ticket: what, when, impact, way back, plan and how to decide, in this order. */
export function renderNotice(
  announced: Announced,
  notice: Pick<Notice, 'approval'> | undefined,
  words: NoticeWords,
): string {
  const { locale } = words;
  const section = (id: NoticeWord, ...blocks: readonly Block[]): readonly Block[] => [
    heading(3, text(say(id, locale))),
    ...blocks,
  ];
  return markdown([
    list(facts(announced, notice, words)),
    ...section('steps', steps(announced, words)),
    ...section('plan', ...plan(announced.plan, words)),
    ...(announced.changes ? section('how', commands(announced, words)) : []),
  ]).trim();
}

function facts(
  { runbook, window, changes }: Announced,
  notice: Pick<Notice, 'approval'> | undefined,
  words: NoticeWords,
): readonly (readonly Inline[])[] {
  const { locale, timeZone, config } = words;
  const { contacts, environment } = config;
  const line = (id: NoticeWord, children: readonly Inline[]) => labelled(say(id, locale), children);
  const written = (one: { readonly ja: string; readonly en: string } | undefined) =>
    text(one?.[locale] ?? say('none', locale));
  const until = formatInstant(window.endsAt, timeZone).slice(-5);
  const approval = (): readonly Inline[] => {
    if (!changes) return [text(say('approval-not-needed', locale))];
    if (notice?.approval) {
      const { by, at } = notice.approval;
      return sentence('approval-given', { by, givenAt: at }, words);
    }
    if (environment !== undefined) {
      return sentence('approval-environment', { name: environment }, words);
    }
    return [text(say('approval-open', locale))];
  };
  return [
    line('when', [text(`${formatInstant(window.startsAt, timeZone)}–${until} (${timeZone})`)]),
    line('what', [text(`${runbook.title[locale]}: ${runbook.purpose[locale]}`)]),
    line('impact', [written(runbook.impact)]),
    line('alternative', [written(runbook.alternative)]),
    line('rollback', [written(runbook.rollback)]),
    line('contact', [text(contacts.emergency ?? say('unset', locale))]),
    ...(contacts.channel === undefined ? [] : [line('channel', [code(contacts.channel)])]),
    line('hosts', [
      text(
        joinWords(
          window.hosts.map(({ host }) => host),
          locale,
        ),
      ),
    ]),
    line('approval', approval()),
  ];
}

function steps({ runbook }: Announced, words: NoticeWords): Block {
  const { locale } = words;
  const columns = [{ title: say('step', locale) }, { title: say('does', locale) }];
  return table(
    columns,
    runbook.steps.map((step) => [
      [plain(`${stepTitle(step.use, step.id, words)} `), code(step.use)],
      [text(does(step, words))],
    ]),
  );
}

function does({ kind, apply, then }: Step, words: NoticeWords): string {
  const { locale } = words;
  if (kind === 'task') return say(apply ? 'applies' : 'plans', locale);
  if (!then) return say('checks', locale);
  return `${say('checks', locale)} → ${titleOf(then.task, words)}: ${say(then.apply ? 'applies' : 'plans', locale)}`;
}

/** With its blank at the end, which stands before the code. */
function plain(value: string): Inline {
  return { type: 'text', value };
}

const shownChanges = 40;

function plan(dryRun: DryRun | undefined, words: NoticeWords): readonly Block[] {
  const { locale } = words;
  if (!dryRun) return [paragraph(text(say('plan-missing', locale)))];
  const planned = dryRun.steps.filter(({ task }) => (task?.changes.length ?? 0) > 0);
  const args = { madeAt: dryRun.at };
  if (planned.length === 0) return [paragraph(...sentence('plan-empty', args, words))];
  const url = words.recordUrl(dryRun.record);
  const record: Inline = url === undefined ? code(dryRun.record) : link(url, say('record', locale));
  const columns = (['host', 'step', 'hash', 'changes'] as const).map((id) => ({
    title: say(id, locale),
  }));
  return [
    paragraph(...sentence('plan-of', args, words), text(' '), record),
    table(
      columns,
      planned.map((step) => [
        [code(step.host)],
        [text(stepTitle(step.use, step.step, words))],
        [code(hashOf(step))],
        changesOf(step, words),
      ]),
    ),
  ];
}

function changesOf({ task }: RunStep, words: NoticeWords): Inline[] {
  const all = task?.changes ?? [];
  const shown = all.slice(0, shownChanges).map((message) => inWords(message, words));
  const more = all.length - shown.length;
  const rest: Inline[][] = more > 0 ? [[text(`+${more}`)]] : [];
  return [...shown, ...rest].flatMap((item, index) =>
    index === 0 ? item : [{ type: 'html', value: '<br>' } as const, ...item],
  );
}

/** The hash of the plan that the dry run has shown, as `task/only-planned` tells it. */
function hashOf({ findings, facts }: RunStep): string {
  if (typeof facts === 'object' && facts !== null && 'plan' in facts) return String(facts.plan);
  const told = findings.find(({ message }) => message.args['hash'] !== undefined);
  return String(told?.message.args['hash'] ?? '—');
}

function commands({ window }: Announced, words: NoticeWords): Block {
  const { locale, timeZone } = words;
  const reason = say('reason', locale);
  const when = formatInstant(window.startsAt, timeZone);
  return list([
    sentence('how-approve', { command: '/approve', label: approvedLabel }, words),
    sentence('how-postpone', { command: `/postpone ${when} ${reason}` }, words),
    sentence('how-cancel', { command: `/cancel ${reason}` }, words),
    [text(say('how-who', locale))],
  ]);
}
