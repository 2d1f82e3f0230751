import { CODES, type Code } from './codes.ts';

/** An expected failure with its reason from the closed list. Whether trying again can help is said by the code table, never by the text. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: Code;
  readonly detail: string;

  constructor(code: Code, detail = '', options?: ErrorOptions) {
    super(detail === '' ? CODES[code].says : `${CODES[code].says} (${detail})`, options);
    this.code = code;
    this.detail = detail;
  }

  get permanent(): boolean {
    return CODES[this.code].permanent;
  }
}

/** A dependency (Elasticsearch, the body store) is away: the stage waits, no attempt is counted. */
export class DependencyDown extends Error {
  override readonly name = 'DependencyDown';
  readonly dependency: string;

  constructor(dependency: string, options?: ErrorOptions) {
    super(`${dependency} is not reachable`, options);
    this.dependency = dependency;
  }
}

/** A job whose time has not come: it is taken up again after `ms`, and no attempt is counted. */
export class Postponed extends Error {
  override readonly name = 'Postponed';
  readonly ms: number;

  constructor(ms: number, why: string) {
    super(why);
    this.ms = ms;
  }
}

/** Any thrown thing as a Fault: its own code, else `internal`. */
export function asFault(error: unknown): Fault {
  if (error instanceof Fault) return error;
  return new Fault('internal', error instanceof Error ? error.message : String(error), { cause: error });
}
