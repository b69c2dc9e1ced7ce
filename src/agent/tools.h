/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tool table: the only way anything changes.
 *
 * One row per tool gives its name, JSON Schema, handler and whether it changes
 * data.  Models, MCP clients, REST chat and the built-in engine all see this
 * table.  px_tool_run validates the arguments against the published schema,
 * resolves words to rows, runs the handler inside the caller's transaction for
 * one user, and records the undo action.  Shard thread.
 */
#ifndef PX_AGENT_TOOLS_H
#define PX_AGENT_TOOLS_H

#include "base/json.h"
#include "domain/domain.h"
#include "memory/ask.h"
#include "nlu/nlu.h"
#include "nlu/say/reply.h"
#include "store/store.h"

struct px_tool_call; /* one run; private to agent/ */

struct px_tool {
	const char *name;
	const char *title;        /* for people: "Create a task" */
	const char *description;  /* for models */
	const char *schema;       /* JSON Schema of the arguments, draft 2020-12 */
	bool changes;             /* recorded for undo */
	bool available;           /* false: answers "not available yet" */
	enum px_err (*run)(struct px_tool_call *call);
	bool person;              /* only for the person's own words and clients: no model is offered it, or may call it */
};

extern const struct px_tool px_tools[]; /* ends with a NULL name */
const struct px_tool *px_tool_find(const char *name);
/* The parsed schema of a tool; shared and immutable. */
const json_t *px_tool_schema(const struct px_tool *tool);

struct px_tool_context {
	struct px_store_tx *tx;
	const struct px_user *user;
	/*
	 * Now, zone, locale: one reading of the clock per turn; and the items that
	 * words may name.  Without items the tools read them when they need them.
	 */
	const struct px_nlu_context *nlu;
	const struct px_memory_keep *memory; /* where memory is looked through; NULL: facts alone */
	struct px_meanings *meanings; /* of the message's sentences, if they were read (memory/telling); may be NULL */
	struct px_id message;     /* the user message that caused it */
	struct px_id conversation; /* which it is of; none: of no conversation */
	struct px_arena *arena;   /* results live here */
	bool want_data;           /* fill result->data */
};

struct px_tool_result {
	struct px_reply reply;    /* what to say, also after an error */
	struct px_nlu_outcome outcome; /* for the dialogue state */
	struct px_change *changes;
	size_t change_count;
	struct px_id action;      /* the action recorded, or none */
	bool undo_left;           /* of an undo: there is more that can be undone */
	const struct px_ground *grounds; /* what an answer rests on; in the context's arena */
	size_t ground_count;
	bool unknown;             /* search_memory has nothing to say */
	json_t *data;             /* if wanted: an array of the rows concerned; owned by the result */
};

/*
 * Runs one call in a savepoint: on failure nothing of it stays.  Wrong
 * arguments: PX_INVALID naming the field.  An ambiguous target is PX_OK with
 * result->outcome.ambiguous.  Release the result also after an error.
 */
enum px_err px_tool_run(const struct px_tool_context *context, const char *tool,
			const json_t *arguments, struct px_tool_result *result,
			struct px_error *error) PX_MUST_CHECK;
void px_tool_result_release(struct px_tool_result *result);

#endif
