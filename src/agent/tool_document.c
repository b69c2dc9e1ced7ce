/* SPDX-License-Identifier: Apache-2.0 */
/*
 * add_document and list_documents.
 *
 * A document comes as a text, or is made of a file that was sent before: then
 * both name the same bytes, and the job PX_DOCUMENT_READ reads them.
 */
#include "agent/tool_call.h"
#include "base/civil.h"
#include "domain/conversation.h"
#include "domain/document.h"
#include "domain/file.h"
#include "memory/answer.h"
#include "memory/extract.h"
#include "memory/text_document.h"

enum { LISTED = 20 };

static enum px_err say(struct px_tool_call *call, enum px_reply_kind kind, const char *text)
{
	call->result->reply.kind = kind;
	call->result->reply.text = text;
	return PX_OK;
}

/* Refused with a sentence that is the reply, too. */
static enum px_err refuse(struct px_tool_call *call, enum px_err err, const char *text)
{
	(void)say(call, PX_REPLY_KNOWN, text);
	call->worded = true;
	return px_fail(call->error, err, "file", "%s", text);
}

static enum px_err add_text(struct px_tool_call *call)
{
	struct px_text_document text = { .text = px_arg_text(call, "text"), .learned = PX_TIME_NONE,
					 .title = px_arg_given(call, "title") ? px_arg_string(call, "title") : NULL,
					 .source = px_id_is_none(call->domain.message) ? PX_SOURCE_API : PX_SOURCE_CHAT };
	struct px_document row;

	enum px_err err = px_text_document_add(&call->domain, &text, &row, call->error);
	if (err)
		return err;
	call->summary = px_arena_printf(call->domain.arena, "Added the document “%s”", row.title);
	px_tool_row(call, &px_document_record, &row);
	return say(call, PX_REPLY_KEPT, px_arena_printf(call->domain.arena, "Added the document “%s”.", row.title));
}

/* ------------------------------------------------------------------- files */

static enum px_err newest(struct px_tool_call *call, const struct px_record *record, void *row)
{
	const struct px_store_query query = { .order = "id", .descending = true, .limit = 1 };
	void *rows;
	size_t count;

	enum px_err err = px_store_query(call->domain.tx, record, &query, call->domain.arena, &rows, &count, call->error);
	if (!err && !count)
		err = PX_NOT_FOUND;
	if (!err)
		memcpy(row, rows, record->size);
	return err;
}

/* The first file of the message that asks for it, else the one that was sent last. */
static enum px_err last_file(struct px_tool_call *call, struct px_file *file)
{
	struct px_message message;
	size_t count = 0;

	enum px_err err = px_id_is_none(call->domain.message) ? PX_NOT_FOUND
			: px_message_get(&call->domain, call->domain.message, &message, NULL);
	if (!err && message.files)
		err = px_files_read(&call->domain, message.files, file, 1, &count, call->error);
	if (err && err != PX_NOT_FOUND)
		return err;
	return count ? PX_OK : newest(call, &px_file_record, file);
}

static enum px_err find_file(struct px_tool_call *call, struct px_file *file)
{
	struct px_id id;

	if (px_str_eq(px_arg_text(call, "file"), PX_STR("last")))
		return last_file(call, file);
	if (!px_id_parse(px_arg_text(call, "file"), &id))
		return px_fail(call->error, PX_INVALID, "file", "must be the id of a file, or “last”");
	return px_file_get(&call->domain, id, file, call->error);
}

static enum px_err say_state(struct px_tool_call *call, enum px_reply_kind kind, const struct px_document *document)
{
	struct px_arena *arena = call->domain.arena;

	if (document->status == PX_DOCUMENT_READY)
		return say(call, kind, px_arena_printf(arena, "I have read “%s”; ask me what it says.", document->title));
	if (document->status == PX_DOCUMENT_FAILED)
		return say(call, kind, px_arena_printf(arena, "“%s” could not be read. %s", document->title, document->problem ? document->problem : ""));
	return say(call, kind, px_arena_printf(arena, "I am reading “%s”; ask me in a moment what it says.", document->title));
}

static enum px_err document_of(struct px_tool_call *call, const struct px_file *file)
{
	const char *title = px_arg_given(call, "title") ? px_arg_string(call, "title") : file->name;
	const char *type = px_extract_type(file->media_type, file->name, px_str(""));
	struct px_document row;

	enum px_err err = px_document_by_hash(&call->domain, file->hash, &row, NULL);
	if (!err)
		return say_state(call, PX_REPLY_KNOWN, &row);
	if (err != PX_NOT_FOUND)
		return err;
	if (file->shown || !px_extract_reads(type))
		return refuse(call, PX_INVALID, px_arena_printf(call->domain.arena, "“%s” can't be read: text, Markdown, HTML, mail, PDF, DOCX and "
								    "ODT can.", file->name));
	px_record_init(&px_document_record, &row);
	row.title = title;
	row.media_type = type;
	row.size = file->size;
	row.hash = file->hash;
	row.source = px_id_is_none(call->domain.message) ? PX_SOURCE_API : PX_SOURCE_CHAT;
	err = px_document_create(&call->domain, &row, call->error);
	if (err)
		return err;
	call->summary = px_arena_printf(call->domain.arena, "Added the document “%s”", row.title);
	px_tool_row(call, &px_document_record, &row);
	return say_state(call, PX_REPLY_KEPT, &row);
}

/* What was uploaded as a document is one already, so that “the file I just gave you” may be either. */
static enum px_err add_file(struct px_tool_call *call)
{
	struct px_document document;
	struct px_file file;

	enum px_err err = find_file(call, &file);
	if (err != PX_OK && err != PX_NOT_FOUND)
		return err;
	bool last = px_str_eq(px_arg_text(call, "file"), PX_STR("last"));
	enum px_err other = last ? newest(call, &px_document_record, &document) : PX_NOT_FOUND;
	if (!err && (other || document.created <= file.created))
		return document_of(call, &file);
	if (!other)
		return say_state(call, PX_REPLY_KNOWN, &document);
	return last ? refuse(call, PX_NOT_FOUND, "There is no file that I could read. Send one, or the text behind a colon: “save this as a document: …”.")
		    : px_fail(call->error, PX_NOT_FOUND, "file", "there is no such file");
}

enum px_err px_tool_add_document(struct px_tool_call *call)
{
	if (px_arg_given(call, "text") == px_arg_given(call, "file"))
		return px_fail(call->error, PX_INVALID, "text", "must be given, or a file, and not both");
	return px_arg_given(call, "text") ? add_text(call) : add_file(call);
}

/* -------------------------------------------------------------------- list */

enum px_err px_tool_list_documents(struct px_tool_call *call)
{
	const struct px_store_query query = { .order = "id", .descending = true, .limit = LISTED + 1 };
	struct px_answer_context context = { call->domain.now, call->domain.tz, call->domain.arena, NULL };
	const char *lines = "";
	void *rows;
	size_t count;

	enum px_err err = px_store_query(call->domain.tx, &px_document_record, &query, call->domain.arena, &rows, &count, call->error);
	if (err)
		return err;
	call->result->reply.kind = PX_REPLY_KNOWN;
	call->result->reply.text = "You have no documents yet. Upload one, or send its text: “save this as a document: …”.";
	const struct px_document *documents = rows;
	for (size_t i = 0; i < count && i < LISTED; i++) {
		const char *state = documents[i].status == PX_DOCUMENT_READING ? ", being read" : documents[i].status == PX_DOCUMENT_FAILED ? ", not read" : "";
		lines = px_arena_printf(call->domain.arena, "%s\n• %s (%s%s)", lines, documents[i].title,
					px_answer_day(&context, documents[i].created), state);
		px_tool_row(call, &px_document_record, &documents[i]);
	}
	if (count)
		call->result->reply.text = px_arena_printf(call->domain.arena, "Your documents, the newest first:%s%s", lines, count > LISTED ? "\n…" : "");
	return PX_OK;
}
