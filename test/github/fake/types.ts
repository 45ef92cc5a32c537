export interface TokenPermissions {
  readonly issues?: 'read' | 'write';
  readonly actions?: 'read' | 'write';
  readonly contents?: 'read' | 'write';
  /** Comments and labels of pull requests, without any right to issues. */
  readonly pullRequests?: 'read' | 'write';
}

export interface LoggedRequest {
  /** `POST /issues/{issue_number}/comments` */
  readonly route: string;
  /** With the query. */
  readonly url: string;
  /** 0 when no answer was given. */
  readonly status: number;
  readonly at: number;
  readonly userAgent: string;
}

/** Who acts with `GITHUB_TOKEN`. */
export const actionsBot = 'github-actions[bot]';

/** An answer on its way out. */
export interface Written {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export function written(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Written {
  const type = { 'content-type': 'application/json; charset=utf-8', ...headers };
  return { status, headers: type, body: body === undefined ? undefined : JSON.stringify(body) };
}
