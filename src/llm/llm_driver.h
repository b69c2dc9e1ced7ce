/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a driver of a provider's wire format does.  Only llm/ includes this.
 *
 * A driver is made of pure functions between our form and the provider's
 * bytes: connections, time-outs and repetitions are llm.c's.  It reads an
 * answer by telling a struct px_llm_reply what came; the reply checks it and
 * passes it on.  No slot is NULL.
 */
#ifndef PX_LLM_LLM_DRIVER_H
#define PX_LLM_LLM_DRIVER_H

#include "base/buf.h"
#include "base/json.h"
#include "llm/llm.h"
#include "llm/sse.h"

/* One block of an answer under way. */
struct px_llm_part {
	int64_t index;       /* as the driver counts them */
	enum px_llm_block_kind kind;
	bool closed;
	struct px_buf text, id, name; /* as in px_llm_block; what an opaque one collects is the driver's matter */
};

struct px_llm_reply {
	const struct px_llm_prompt *prompt; /* borrowed */
	struct px_llm_events events;
	void *arg;
	struct px_llm_part *parts;
	size_t part_count;
	size_t bytes;             /* of all parts */
	bool active;              /* something came since the receiver last looked */
	bool shown;
	bool stopped;             /* `stop` is known */
	bool ended;               /* the last event of the stream came */
	enum px_llm_stop stop;
	struct px_llm_usage usage;
	enum px_llm_failure failure;
	char message[256];
};

void px_llm_reply_init(struct px_llm_reply *reply, const struct px_llm_prompt *prompt,
		       const struct px_llm_events *events, void *arg);
void px_llm_reply_release(struct px_llm_reply *reply);
/*
 * The functions below return false once the reply has failed; then the driver
 * returns, too.  A part begins when it is first named.
 */
bool px_llm_reply_text(struct px_llm_reply *reply, int64_t index, struct px_str piece);
bool px_llm_reply_call(struct px_llm_reply *reply, int64_t index, struct px_str id, struct px_str name);
bool px_llm_reply_arguments(struct px_llm_reply *reply, int64_t index, struct px_str piece);
/* Begins an opaque block, whose buffers the driver fills by px_llm_reply_grow. */
bool px_llm_reply_opaque(struct px_llm_reply *reply, int64_t index, struct px_llm_part **part);
bool px_llm_reply_grow(struct px_llm_reply *reply, struct px_buf *buf, struct px_str piece);
/* A tool call is checked and given out; an opaque block's text must be its JSON by now. */
bool px_llm_reply_close(struct px_llm_reply *reply, int64_t index);
bool px_llm_reply_close_all(struct px_llm_reply *reply);
/* The first failure counts.  Returns false. */
bool px_llm_reply_fail(struct px_llm_reply *reply, enum px_llm_failure failure, const char *format, ...)
	PX_PRINTF(3, 4);
/* NULL if there is none of this index. */
struct px_llm_part *px_llm_reply_part(struct px_llm_reply *reply, int64_t index);
/* Closed parts that hold anything, as blocks that borrow the reply's memory; the caller frees the array. */
struct px_llm_block *px_llm_reply_blocks(const struct px_llm_reply *reply, size_t *count);

/* What is asked of the driver, besides the request itself. */
struct px_llm_ask {
	const struct px_llm_request *request;
	const char *url; /* base address of the provider */
	const char *model;
	unsigned lacks;
};

struct px_llm_driver {
	const char *name;
	/* The address that requests go to, from the base address (no slash at its end). */
	void (*url)(struct px_str base, struct px_buf *out);
	/* Appends "Name: value\n" lines; key may be NULL. */
	void (*headers)(const char *key, struct px_buf *out);
	/* The body. */
	void (*write)(const struct px_llm_ask *ask, struct px_buf *out);
	/* One event of a streamed answer. */
	bool (*event)(struct px_llm_reply *reply, const struct px_sse_event *event);
	/* An answer that came whole, with status 200. */
	bool (*whole)(struct px_llm_reply *reply, const json_t *answer);
};

extern const struct px_llm_driver px_llm_anthropic, px_llm_openai;

/* {"error": {"type", "code", "message"}}, as both providers have it; fields are empty if absent. */
struct px_llm_trouble {
	char type[64], code[64], message[200];
};

void px_llm_read_trouble(const json_t *answer, struct px_llm_trouble *trouble);
/* An error told in the stream, or with status 200: the reply fails with it.  Returns false. */
bool px_llm_reply_trouble(struct px_llm_reply *reply, const json_t *answer);
/* The failure that a status, or an error told in a stream (status 0), stands for. */
enum px_llm_failure px_llm_failure_of(int status, const struct px_llm_trouble *trouble);
/* Copies text for people, cut at a character; control characters become spaces. */
void px_llm_plain(struct px_str text, char *out, size_t room);

#endif
