export interface FieldProblem {
  readonly resource: string;
  readonly field: string;
  readonly code: string;
  readonly message?: string;
  readonly value?: string;
}

/** An answer of GitHub that is not a success. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly errors: readonly FieldProblem[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    details: { errors?: readonly FieldProblem[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.status = status;
    this.errors = details.errors ?? [];
    this.headers = details.headers ?? {};
  }

  toJson(): Record<string, unknown> {
    return {
      message: this.message,
      documentation_url: 'https://docs.github.com/rest',
      status: String(this.status),
      ...(this.errors.length > 0 ? { errors: this.errors } : {}),
    };
  }
}

export function invalid(...errors: FieldProblem[]): ApiProblem {
  return new ApiProblem(422, 'Validation Failed', { errors });
}

export function notFound(): ApiProblem {
  return new ApiProblem(404, 'Not Found');
}
