// SPDX-License-Identifier: Apache-2.0
// What the peers on Fastify share: a task and its list in JSON, the body that makes one, and whose token a request brings.
export const task = {
  type: 'object',
  properties: {
    id: { type: 'string' }, title: { type: 'string' }, notes: { type: ['string', 'null'] }, status: { type: 'string' },
    priority: { type: 'string' }, due_day: { type: ['string', 'null'] }, due: { type: ['string', 'null'] },
    zone: { type: ['string', 'null'] }, project_id: { type: ['string', 'null'] }, parent_id: { type: ['string', 'null'] },
    recurrence: { type: ['string', 'null'] }, after_completion: { type: 'boolean' }, tags: { type: 'array', items: { type: 'string' } },
    created: { type: 'string' }, updated: { type: 'string' }, completed: { type: ['string', 'null'] }, version: { type: 'integer' },
  },
};
export const list = { type: 'object', properties: { items: { type: 'array', items: task }, next: { type: ['string', 'null'] } } };
export const body = {
  type: 'object', required: ['title'], additionalProperties: false,
  properties: { title: { type: 'string', minLength: 1, maxLength: 500 }, priority: { enum: ['low', 'normal', 'high', 'urgent'] }, due_day: { type: 'string' } },
};

/** A hook that sets request.user, by `tokens`: whose each is. */
export const bearer = (tokens) => async (request, reply) => {
  const header = request.headers.authorization ?? '';
  request.user = header.startsWith('Bearer ') ? tokens.get(header.slice(7)) : undefined;
  if (!request.user) return reply.code(401).send({ title: 'Who are you?' });
};
