import { registerHooks } from 'node:module';

/**
 * GitHub's own parser of workflows. Its ES modules import JSON as bundlers have it, without the
 * attribute that Node asks for, so that is added while it is loaded.
 */
async function loadParser() {
  const hooks = registerHooks({
    resolve: (specifier, context, next) => {
      const found = next(specifier, context);
      const isJson = found.url.includes('/@actions/') && found.url.endsWith('.json');
      return isJson ? { ...found, importAttributes: { type: 'json' } } : found;
    },
  });
  try {
    return await import('@actions/workflow-parser');
  } finally {
    hooks.deregister();
  }
}

export const githubParser = await loadParser();
