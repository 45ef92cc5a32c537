import { expect, test } from 'vitest';
import { diskStep, host } from '../record/fixtures.ts';
import { Scene, words } from './fixtures.ts';
import { bot } from './memory-tracker.ts';

/** All that an issue can be told in its life, to be read by people. */
test.each(['ja', 'en'] as const)('a life in %s', async (locale) => {
  const scene = new Scene();
  scene.options = { words: { ...words, locale }, self: bot };
  const { tracker } = scene;
  const hosts = [host('app1'), host('app2')];
  const ran = async (...used: [number, number]) => {
    scene.pass(0.25);
    scene.ran([diskStep('app1', used[0], 1), diskStep('app2', used[1], 1)], { hosts });
    await scene.tick();
  };
  const said = async (author: string, text: string) => {
    tracker.say(1, author, text);
    await scene.tick();
  };
  await ran(85, 50);
  await ran(95, 85);
  await ran(50, 85);
  scene.pass(8);
  await scene.tick();
  await said('mallory', '/waive 7d because');
  for (const words of ['', 'someday x', '2026-02-01 x', '999d x', '3d'])
    await said('sato', `/waive ${words}`);
  await said('sato', '/unwaive');
  await said('sato', '/waive 2d 部品待ち');
  scene.pass(3);
  await scene.tick();
  await said('sato', '/waive 2w 部品待ち');
  await said('sato', '/unwaive');
  tracker.close(1);
  await scene.tick();
  await ran(50, 50);
  await ran(50, 85);
  const { title, body, labels } = tracker.get(1);
  tracker.issues.push({
    ...structuredClone(tracker.get(1)),
    number: 2,
    comments: [],
    commentCount: 0,
  });
  await scene.tick();
  scene.input = { runbooks: [] };
  await scene.tick();
  const visible = (text: string) => text.replaceAll(/<!--.*?-->/gs, '').trim();
  const talk = [...tracker.get(1).comments, ...tracker.get(2).comments].map(
    ({ author, createdAt, body }) => `**${author}** ${createdAt}\n\n${visible(body)}`,
  );
  const page = [
    `# ${title}`,
    labels.map((name) => `\`${name}\``).join(' '),
    visible(body),
    ...talk,
  ];
  expect(tracker.open).toEqual([]);
  await expect(`${page.join('\n\n<hr>\n\n')}\n`).toMatchFileSnapshot(
    `__snapshots__/life.${locale}.md`,
  );
});
