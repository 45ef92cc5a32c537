import { z } from 'zod';
import type { GitHubClient } from './client.ts';
import { GitHubError } from './error.ts';
import { readAnswer } from './read.ts';
import type { LabelDefinition } from './tracker.ts';

const Label = z.object({ name: z.string() });

/** The labels of a repository, read once. GitHub tells them apart without regard to case. */
export class Labels {
  readonly #client: GitHubClient;
  #present: Set<string> | undefined;

  constructor(client: GitHubClient) {
    this.#client = client;
  }

  /** @throws GitHubError */
  async ensure(labels: readonly LabelDefinition[]): Promise<void> {
    const present = (this.#present ??= await this.#read());
    for (const label of labels) {
      if (present.has(label.name.toLowerCase())) continue;
      await this.#create(label);
      present.add(label.name.toLowerCase());
    }
  }

  async #create({ name, color, description }: LabelDefinition): Promise<void> {
    const created = async () => {
      const has = (await this.#read()).has(name.toLowerCase());
      return has ? { status: 201, headers: {}, data: undefined } : undefined;
    };
    try {
      await this.#client.call('POST', '/labels', { name, color, description }, created);
    } catch (error) {
      // Another run was faster.
      const exists =
        error instanceof GitHubError && error.fields.some(({ code }) => code === 'already_exists');
      if (!exists) throw error;
    }
  }

  async #read(): Promise<Set<string>> {
    const listed = await this.#client.pages('/labels');
    const names = listed.map((item) => readAnswer(Label, item, 'GET /labels').name);
    return new Set(names.map((name) => name.toLowerCase()));
  }
}
