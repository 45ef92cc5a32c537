import { Command, CommanderError, Option } from 'commander';
import { version } from '../version.ts';
import { exitStatus, UsageError } from './exit-status.ts';
import type { ReportOptions } from './report.ts';

/** What every command is given besides its own options. */
export interface GlobalOptions {
  /** Directory of the instance. */
  readonly dir: string;
  readonly quiet: boolean;
}

/**
 * A command's work in a module of its own, loaded when it is called: `teiki validate` does not
 * wait for SSH to load.
 */
type Load<Args extends unknown[]> = () => Promise<(...args: Args) => Promise<number>>;

/** Runs one command line; resolves to the exit status. */
export async function main(argv: readonly string[]): Promise<number> {
  let status: number = exitStatus.nothingNeedsAttention;
  const program = new Command('teiki')
    .description('Regular maintenance for Linux fleets that runs itself from a GitHub repository.')
    .version(version, '-V, --version', 'print the version')
    .option('--dir <directory>', 'directory of the instance', 'maintenance')
    .option('-q, --quiet', 'no progress on stderr', false)
    .showSuggestionAfterError()
    .showHelpAfterError('(teiki --help lists the commands)')
    .exitOverride()
    .addHelpText('after', help);
  const carryOut =
    <Args extends unknown[]>(load: Load<[...Args, GlobalOptions]>) =>
    async (...args: unknown[]) => {
      // Commander hands over the arguments, the options and the command itself.
      const command = args.pop() as Command;
      const run = await load();
      status = await run(...(args as Args), command.optsWithGlobals<GlobalOptions>());
    };

  program
    .command('run')
    .summary('carry out a runbook now')
    .description('Carries out a runbook now, on all its hosts or on some.')
    .argument('<runbook>', 'id of the runbook: the name of its file in runbooks/')
    .option('--host <names...>', 'only these hosts')
    .option('--group <names...>', 'only hosts of these groups')
    .option('--step <ids...>', 'only these steps')
    .addOption(
      new Option('--plan', 'for tasks: show what would be changed (default)').conflicts('apply'),
    )
    .option('--apply', 'for tasks: change it')
    .option('--expect-plan <hashes...>', 'apply only these plans, as --plan has shown them')
    .option('--override <reason>', 'apply tasks of level 2 and 3 without notice and approval')
    .option('--json <file>', 'write the result as JSON ("-" for stdout)')
    .option('--record', 'write a record and the journal to the instance')
    .action(carryOut(async () => (await import('./run.ts')).run));

  program
    .command('validate')
    .summary('check configuration, fleet and runbooks')
    .description(
      'Checks every file of the instance and lists all that is wrong, with place and remedy.',
    )
    .addOption(
      new Option('--format <format>', 'how to list it').choices(['text', 'json']).default('text'),
    )
    .action(carryOut(async () => (await import('./validate.ts')).validate));

  program
    .command('due')
    .summary('what has become of the latest windows')
    .description(
      'Computes from runbooks and records which windows are done, due, missed, waived or frozen.\n' +
        'Exit status 1 says that one is due, missed or failed.',
    )
    .option('--at <time>', 'as it was, or will be, at that time (ISO 8601)')
    .option('--days <count>', 'all windows of so many days back, not only the latest')
    .option('--json', 'as JSON')
    .action(carryOut(async () => (await import('./due.ts')).due));

  program
    .command('calendar')
    .summary('the windows to come')
    .option('--at <time>', 'beginning at that time (ISO 8601)')
    .option('--days <count>', 'so many days ahead (default: 35)')
    .addOption(new Option('--json', 'as JSON').conflicts('ics'))
    .option('--ics', 'as iCalendar, to be subscribed to')
    .action(carryOut(async () => (await import('./calendar.ts')).calendar));

  program
    .command('catalogue')
    .summary('what checks there are, with parameters and defaults')
    .argument('[id]', 'one entry in full')
    .option('--json', 'as JSON')
    .action(carryOut(async () => (await import('./catalogue.ts')).catalogueCommand));

  const reports = program
    .command('report')
    .summary('the report of a quarter or year, from the records')
    .description(
      'Computes from the records what a quarter or year has brought, and\n' +
        'writes it as Markdown with charts below reports/. Incidents are the issues\n' +
        'labelled `incident`, read where GITHUB_TOKEN and GITHUB_REPOSITORY are set.\n' +
        'They are kept in reports/incidents.json.',
    );
  for (const [kind, example] of [
    ['quarter', '2026-Q4'],
    ['year', '2026'],
  ] as const) {
    reports
      .command(kind)
      .summary(`the report of a ${kind}`)
      .argument('<period>', `the ${kind}, such as ${example}, or "last" for the one that is over`)
      .option('--at <time>', 'as it was at that time (ISO 8601)')
      .option('--stdout', 'print the page, and write nothing')
      .option('--offline', 'incidents as they were read last, without asking GitHub')
      .action(
        carryOut<[string, ReportOptions]>(async () => {
          const { reportCommand } = await import('./report.ts');
          return async (period, options, globals) => reportCommand(kind, period, options, globals);
        }),
      );
  }

  program
    .command('doctor')
    .summary('connection, tools and rights of each host')
    .description(
      'Connects to each host and says what its runbooks will miss there: keys, tools, rights.',
    )
    .option('--host <names...>', 'only these hosts')
    .option('--json', 'as JSON')
    .action(carryOut(async () => (await import('./doctor.ts')).doctor));

  program
    .command('hostkeys')
    .summary('fetch host keys once, to be pinned in a pull request')
    .description(
      'Fetches the host keys that the hosts of fleet.yml offer now and prints them for fleet.yml.\n' +
        'Compare the fingerprints with the hosts themselves before you merge them: whoever is in the way now is pinned.',
    )
    .option('--host <names...>', 'only these hosts')
    .option('--json', 'as JSON')
    .action(carryOut(async () => (await import('./hostkeys.ts')).hostkeys));

  program
    .command('sudoers')
    .summary('the least-privilege sudo rules that the runbooks need')
    .option('--host <name>', 'only what this host needs')
    .option('--user <name>', 'only the rules of this login user')
    .option(
      '--helpers [directory]',
      'instead of the rules: a script for root that installs the helpers which some rules allow;\n' +
        'with a directory the helpers as files in it, for review or configuration management',
    )
    .action(carryOut(async () => (await import('./sudoers.ts')).sudoers));

  program
    .command('roles')
    .summary('SQL that makes the PostgreSQL role of the SQL steps')
    .description(
      'Prints the SQL that makes the role of services.postgres with what the runbooks need and no more.\n' +
        'Read it, then run it as an administrator: sudo -u postgres psql -v ON_ERROR_STOP=1 -f roles.sql',
    )
    .action(carryOut(async () => (await import('./roles.ts')).roles));

  program
    .command('workflows')
    .summary('write the workflow files of GitHub Actions')
    .description(
      'Writes .github/workflows from the runbooks, the configuration and the fleet: run it at the root\n' +
        'of the repository. Files that it wrote for runbooks that are gone are removed.\n' +
        'With --check, exit status 1 says that a file differs.',
    )
    .option('--check', 'only compare')
    .option(
      '--actions <reference>',
      'where the actions of teiki are: owner/teiki@<commit>, or ./ in its own repository ' +
        '(default: as in the workflows that are there)',
    )
    .action(carryOut(async () => (await import('./workflows.ts')).workflows));

  program
    .command('review')
    .summary('what a change of the instance means, as a pull request shows it')
    .description(
      'Compares the files with an earlier commit and prints Markdown: steps, hosts, rights, the\n' +
        'calendar, and the scripts in full. Exit status 1 says that a safeguard is weakened.',
    )
    .option('--base <commit>', 'what to compare with', 'origin/main')
    .action(carryOut(async () => (await import('./review.ts')).review));

  program
    .command('notify')
    .summary('send a test message to every webhook of the configuration')
    .action(carryOut(async () => (await import('./notify.ts')).notify));

  program
    .command('demo')
    .summary('see maintenance happen on three embedded hosts')
    .option('--directory <path>', 'where to put the demo (default: a new temporary folder)')
    .action(carryOut(async () => (await import('./demo.ts')).demo));

  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    return report(error);
  }
  return status;
}

function report(error: unknown): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? exitStatus.nothingNeedsAttention : exitStatus.wrongUsage;
  }
  if (error instanceof UsageError || (error instanceof Error && error.name === 'SelectionError')) {
    console.error(`teiki: ${error.message}`);
    return exitStatus.wrongUsage;
  }
  throw error;
}

const help = `
Exit status: 0 nothing needs attention; 1 findings of warning or worse, or a failed task;
2 wrong usage or configuration; 3 something could not be judged (host unreachable, verdict unknown).

Examples:
  teiki validate
  teiki run weekly-health --host app1
  teiki run weekly-health --record
`;
