import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { type Arena, type Contestant, concurrency, hostFile } from './contestant.ts';

/**
 * The same checks as a play: what weekly-health asks of a host, a task for each question, with the
 * modules that one would take. The settings are those that make it fast: pipelining, as many forks
 * as the others, no facts, its own shared connection (ControlPersist) for all tasks of a host.
 */
export function ansible({ directory, root }: Arena): Contestant {
  const output = join(directory, 'ansible.out');
  const play = join(directory, 'play.yml');
  writeFileSync(play, stringify([{ hosts: 'all', gather_facts: false, tasks: tasks(root) }]));
  return {
    name: 'Ansible',
    command: (hosts) => ({
      argv: ['ansible-playbook', '-i', hostFile(directory, hosts), play],
      output,
      environment: {
        HOME: directory,
        ANSIBLE_FORKS: String(concurrency),
        ANSIBLE_PIPELINING: 'True',
        ANSIBLE_HOST_KEY_CHECKING: 'True',
        ANSIBLE_SSH_ARGS: `-F ${directory}/ssh-config -o ControlMaster=auto -o ControlPersist=60s`,
        ANSIBLE_PYTHON_INTERPRETER: '/usr/bin/python3',
        ANSIBLE_LOCALHOST_WARNING: 'False',
        ANSIBLE_RETRY_FILES_ENABLED: 'False',
      },
    }),
    complaint: (hosts, exitStatus) => {
      const recap = readFileSync(output, 'utf8').match(/ ok=12 .* unreachable=0 +failed=0 /g) ?? [];
      if (exitStatus === 0 && recap.length === hosts) return undefined;
      return `${recap.length} of ${hosts} hosts have done all tasks`;
    },
  };
}

function tasks(root: string): readonly unknown[] {
  const backup = `${root}/backup/mks`;
  const certificate = `${root}/etc/letsencrypt/live/example.com/cert.pem`;
  const read = (name: string, command: string) => ({
    name,
    'ansible.builtin.command': command,
    changed_when: false,
  });
  const find = (name: string, options: Readonly<Record<string, unknown>>) => ({
    name,
    'ansible.builtin.find': options,
  });
  return [
    read('Clock', 'date +%s'),
    { name: 'Release', 'ansible.builtin.slurp': { src: '/etc/os-release' } },
    { name: 'Mounts', 'ansible.builtin.slurp': { src: '/proc/self/mounts' } },
    read('Space of the logs', `df -P -k ${root}/var/log`),
    read('Inodes of the logs', `df -P -i ${root}/var/log`),
    find('Large logs', {
      ...{ paths: `${root}/var/log/mks-backend`, recurse: true, size: '100m' },
      patterns: ['*.log', '*.log-*'],
    }),
    find('Backups of the database', { paths: backup, patterns: 'db_*.dump' }),
    find('Backups of the uploads', { paths: backup, patterns: 'uploads_*.tar.gz' }),
    read('Space for backups', `df -P -k ${backup}`),
    read('Certificate', `openssl x509 -in ${certificate} -noout -subject -serial -dates`),
    read('Space of the root', 'df -P -k /'),
    read('Inodes of the root', 'df -P -i /'),
  ];
}
