import type { Step } from '../runbook/model.ts';
import type { Config } from './schema.ts';

/**
 * What the configuration says once for all runbooks, as parameters of the steps that need it. What a
 * step says itself comes before.
 */
export function withConfiguration(step: Step, config: Config): Step {
  const configured = parametersOf(step.use, config);
  return configured === undefined ? step : { ...step, with: { ...configured, ...step.with } };
}

function parametersOf(
  use: string,
  { services, contacts }: Config,
): Readonly<Record<string, unknown>> | undefined {
  if (use === 'monitor.silence' || use === 'monitor.resume') return services.alertmanager;
  if (use === 'maint.contact') return contacts;
  if (use !== 'verify.functional') return undefined;
  const cases = services.functional.map(({ via, ...rest }) => ({
    ...rest,
    from: via === undefined ? 'runner' : 'host',
  }));
  return { cases };
}
