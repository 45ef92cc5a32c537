/** What one block of a configuration states itself, without the settings of logrotate.conf. */
export interface ConfigBlock {
  /** The patterns before its brace. */
  readonly heading: string;
  /** How many old logs it keeps, -1 for all; null when neither it nor a line above it says so. */
  readonly rotate: number | null;
  /** The program is told to open its log again, or need not be (`copytruncate`). */
  readonly tells: boolean;
}

/** The blocks of one file as logrotate.conf(5) has them. */
export function configBlocks(lines: readonly string[]): ConfigBlock[] {
  const blocks: ConfigBlock[] = [];
  /** What is set outside of blocks holds for those that follow. */
  let above: ConfigBlock = { heading: '', rotate: null, tells: false };
  let block: ConfigBlock | undefined;
  let heading: string[] = [];
  for (const statement of statements(lines)) {
    if (statement.endsWith('{')) {
      heading.push(statement.slice(0, -1).trim());
      block = { ...above, heading: heading.join(' ').trim() };
      heading = [];
    } else if (statement === '}') {
      if (block) blocks.push(block);
      block = undefined;
    } else if (block) block = amended(block, statement);
    else if (/^["'/]/.test(statement)) heading.push(statement);
    else above = amended(above, statement);
  }
  return block ? [...blocks, block] : blocks;
}

function amended(block: ConfigBlock, statement: string): ConfigBlock {
  const rotate = /^rotate[\s=]+(-?\d+)/.exec(statement)?.[1];
  if (rotate !== undefined) return { ...block, rotate: Number(rotate) };
  return /^(postrotate|lastaction|copytruncate)\b/.test(statement)
    ? { ...block, tells: true }
    : block;
}

/** Without comments, and of each script only the word that begins it: braces in it are the shell's. */
function* statements(lines: readonly string[]): Generator<string> {
  let inScript = false;
  for (const line of lines.map((one) => one.trim())) {
    if (inScript) inScript = line !== 'endscript';
    else if (/^(prerotate|postrotate|firstaction|lastaction|preremove)$/.test(line)) {
      inScript = true;
      yield line;
    } else if (!line.startsWith('#')) {
      for (const piece of line.split(/(?<=[{}])|(?=\})/)) if (piece.trim()) yield piece.trim();
    }
  }
}
