import { DependencyDown, Fault } from '@newsmill/contracts';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { ApiContext } from './context.ts';

/** Every error answer: a code to decide by, and a sentence that says what to do. */
export const zError = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

const STATUS: Partial<Record<string, number>> = { bad_url: 400, forbidden_address: 422 };

/** Turns what a handler throws into an answer. */
export function errorHandler({ store }: ApiContext) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const answer = (status: number, code: string, message: string): FastifyReply => reply.code(status).send({ error: { code, message } });
    if (hasZodFastifySchemaValidationErrors(error)) {
      const faults = error.validation.map(({ instancePath, message }) => `${instancePath.replace(/^\//, '') || 'body'}: ${message}`);
      return answer(400, 'bad_request', `${faults.join('; ')}. GET /openapi.json shows what is expected.`);
    }
    if (error instanceof Fault) return answer(STATUS[error.code] ?? 500, error.code, error.message);
    if (error instanceof DependencyDown) return unavailable(reply, error.dependency);
    if (!store.up()) return unavailable(reply, 'Redis');
    const status = error.statusCode ?? 500;
    if (error.name === 'ResponseError') {
      // of Elasticsearch: an index that is not there yet, or a question that it cannot read
      if (status === 404) return unavailable(reply, 'Elasticsearch (its indices are not set up yet)');
      if (status === 400)
        return answer(400, 'bad_request', 'Elasticsearch cannot read this request. GET /openapi.json shows what is expected.');
    } else if (status < 500) {
      return answer(status, error.code ?? 'bad_request', error.message);
    }
    request.log.error({ err: error }, 'request failed');
    return answer(500, 'internal', 'An unexpected error; the log has it.');
  };
}

/** A path that cannot be read reaches no route and no error handler. */
export function unreadable(error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  void reply.code(error.statusCode ?? 400).send({ error: { code: error.code, message: error.message } });
}

export function unavailable(reply: FastifyReply, dependency: string): FastifyReply {
  const message = `${dependency} is not reachable; nothing was changed. Try again in a moment.`;
  return reply
    .code(503)
    .header('retry-after', '2')
    .send({ error: { code: 'unavailable', message } });
}
