/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a message wants with documents: one to be kept ("save this as a document
 * called Lease: …"), a file to be read ("read the file I just gave you"), a
 * list of them, or a question to one ("what does the lease say about pets?").
 *
 * Only the words are read here.  Whether there is such a document or file is not
 * known; memory/document_answer and the tools look.  Pure.
 */
#ifndef PX_MEMORY_DOCUMENT_TALK_H
#define PX_MEMORY_DOCUMENT_TALK_H

#include "base/arena.h"

enum px_document_wish {
	PX_DOCUMENT_WISH_NONE,
	PX_DOCUMENT_WISH_KEEP, /* the text of the message is the document */
	PX_DOCUMENT_WISH_READ, /* a file that was sent becomes one */
	PX_DOCUMENT_WISH_LIST,
};

struct px_document_kept {
	struct px_str text;
	const char *title; /* NULL: none was said */
};

/* `kept` is filled for PX_DOCUMENT_WISH_KEEP; its text is borrowed from the message, the title is in the arena. */
enum px_document_wish px_document_wish_read(struct px_str text, struct px_arena *arena, struct px_document_kept *kept);

struct px_document_asked {
	const char *name;  /* what the document is called, without an article: "lease" */
	const char *topic; /* what is asked of it: "pets", "how long is the notice period"; NULL: all that is in it */
	bool maybe;        /* it is named as a place alone ("in the kitchen"), which may be no document */
};

/*
 * How a question may name a document, one reading after another: `nth` from 0; false when there are no more.  Names are
 * only read where a document can stand, but "in the kitchen" is such a place.
 */
bool px_document_asked_read(struct px_str text, size_t nth, struct px_arena *arena, struct px_document_asked *asked);

#endif
