import { type Code, Fault } from '@newsmill/contracts';

type Answer = {
  /** Of HTTP or SMTP, where there was one. */
  status?: number | null;
  /** How long the receiver asks to be left alone. */
  restMs?: number | null;
  /** Whether its host can take nothing at all now, rather than this one message not. */
  isAway?: boolean;
};

/** A message that its receiver did not take. */
export class NotTaken extends Fault {
  readonly status: number | null;
  readonly restMs: number | null;
  readonly isAway: boolean;

  constructor(code: Code, detail: string, { status = null, restMs = null, isAway = false }: Answer = {}, options?: ErrorOptions) {
    super(code, detail.slice(0, 300), options);
    this.status = status;
    this.restMs = restMs;
    this.isAway = isAway;
  }
}
