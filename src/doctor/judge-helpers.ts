import { createHash } from 'node:crypto';
import type { Finding } from '../core/finding.ts';
import { helperFolder } from '../core/root-helper.ts';
import type { RootHelper } from '../core/shell.ts';
import { finding } from './finding.ts';
import type { HelperAnswer, HelperAnswers, Ownership } from './helper-questions.ts';
import { helpersOf } from './helpers.ts';
import { type HostNeeds, namesOfSteps } from './needs.ts';

/** `unread`: it is there or not, with the right text or not; the login user cannot tell. */
export type HelperState = 'installed' | 'missing' | 'changed' | 'unread';

/** Root runs the helpers: nobody else may be able to change one, or to put another in its place. */
export function judgeHelpers(needs: HostNeeds, answers: HelperAnswers): readonly Finding[] {
  const needed = helpersOf([needs]);
  const host = needs.host.name;
  const found = needed.flatMap(({ helper, by }) => {
    const file = fileOf(helper, answers);
    const args = { path: helper.path, folder: helperFolder, steps: namesOfSteps(by), host };
    return [...judgeContent(helperState(helper, answers), args), ...judgeRights(file)];
  });
  const folders = needed.length > 0 ? answers.folders.flatMap(judgeFolder) : [];
  const paths = new Set(needed.map(({ helper }) => helper.path));
  const stale = answers.there
    .filter((path) => !paths.has(path) && /^[\w./-]+$/.test(path))
    .map((path) => finding('note', `helper:${path}`, 'doctor/helper-stale', { path }));
  return [...found, ...folders, ...stale];
}

export function helperState(helper: RootHelper, answers: HelperAnswers): HelperState {
  const file = fileOf(helper, answers);
  if (!file) return isClosed(answers) ? 'unread' : 'missing';
  if (!file.mode.startsWith('-')) return 'changed';
  if (file.digest === undefined) return 'unread';
  const digest = createHash('sha256').update(helper.text).digest('hex');
  return file.digest === digest ? 'installed' : 'changed';
}

function fileOf({ path }: RootHelper, { helpers }: HelperAnswers): HelperAnswer | undefined {
  return helpers.find((file) => file.path === path);
}

/** A folder that is there and into which the login user may not look. */
function isClosed({ folders }: HelperAnswers): boolean {
  return folders.some(({ mode }) => mode[9] !== 'x' && mode[9] !== 't');
}

function judgeContent(
  state: HelperState,
  args: Readonly<Record<'path' | 'folder' | 'steps' | 'host', string>>,
): readonly Finding[] {
  const key = `helper:${args.path}`;
  switch (state) {
    case 'installed':
      return [];
    case 'missing':
      return [finding('critical', key, 'doctor/helper-missing', args)];
    case 'changed':
      return [finding('critical', key, 'doctor/helper-changed', args)];
    case 'unread':
      return [finding('unknown', key, 'doctor/helper-unread', args)];
  }
}

/** Mode 0755 of root:root; without the right to run it, it is of no use to anybody. */
function judgeRights(file: HelperAnswer | undefined): readonly Finding[] {
  if (!file?.mode.startsWith('-')) return [];
  const { path, uid, gid } = file;
  const mode = file.mode.slice(0, 10);
  if (mode === '-rwxr-xr-x' && uid === '0' && gid === '0') return [];
  const severity = mode[3] === 'x' ? 'warning' : 'critical';
  const args = { path, mode, owner: `${uid}:${gid}` };
  return [finding(severity, `helper-rights:${path}`, 'doctor/helper-rights', args)];
}

/** Who may write to a folder may put another file, or another folder, in the place of one in it. */
function judgeFolder({ path, mode, uid, gid }: Ownership): readonly Finding[] {
  if (uid === '0' && mode[5] !== 'w' && mode[8] !== 'w') return [];
  const args = { path, mode: mode.slice(0, 10), owner: `${uid}:${gid}` };
  return [finding('warning', `helper-rights:${path}`, 'doctor/helper-folder', args)];
}
