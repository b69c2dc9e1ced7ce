/* SPDX-License-Identifier: Apache-2.0 */
/*
 * loop    asks the exchange for the next piece of the body and copies it
 * worker  cuts it into the form's parts, and writes the file's bytes
 *
 * One piece is under way at a time.  The first trip to the worker opens the
 * file, which holds its size against the quota; the last one ends it, or lets
 * go of it.  The trip that ends a kept picture also makes the small one that a
 * model is shown; only some are made at once.
 */
#include "api/upload.h"

#include "api/media_type.h"
#include "api/multipart.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/document.h"
#include "domain/file.h"
#include "memory/extract.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdatomic.h>

enum {
	TYPE_MAX = 100,
	FORM_MAX = 64 << 10,  /* a form adds its delimiters, headers and title to the file */
	TITLE_MAX = 4096,     /* bytes of the form's title; the row's is shorter */
	SNIFF = 4096,         /* the file's first bytes, which may tell its type */
	PIECE_MAX = 16 << 20, /* above what one read of a socket brings */
	PICTURE_BYTES = 32 << 20,
	PICTURES_AT_ONCE = 2,
};

static _Atomic int pictures; /* being made small */

enum trip { OPEN, WRITE, END, LET_GO };
enum field { NO_FIELD, FIELD_FILE, FIELD_TITLE };

struct upload {
	struct px_uploaded uploaded; /* first: what the next step reads */
	struct px_call *call;
	struct px_blob_writer *writer, *small; /* the file, and what a model is shown of it */
	bool keep;                   /* any file, as it is */
	bool form, found;            /* a form; its file has begun */
	struct px_multipart parts;
	enum field field;            /* of the form, that is being read */
	const char *name, *declared; /* the file's, or NULL */
	struct px_buf title, first, piece;
	enum trip trip;
	uv_work_t work;
	enum px_err err;
	struct px_error error;
};

static int64_t megabytes(const struct upload *upload)
{
	return upload->call->api->parts.config->upload_mb;
}

static const char *text_of(struct upload *upload, struct px_str text)
{
	text = px_str_trim(text);
	return text.size ? px_arena_str(&upload->call->arena, text) : NULL;
}

/* Only the last part of a path is a name. */
static struct px_str base_name(struct px_str name)
{
	for (size_t i = name.size; i > 0; i--) {
		if (name.data[i - 1] == '/' || name.data[i - 1] == '\\')
			return px_str_n(name.data + i, name.size - i);
	}
	return name;
}

/* The type without its parameters, in lower case. */
static const char *plain_type(struct px_call *call, const char *type)
{
	struct px_str rest, plain = px_str_trim(px_str_cut(px_str(type ? type : ""), ';', &rest));
	char *copy = px_arena_strn(&call->arena, plain.data, plain.size);

	for (char *at = copy; *at; at++) {
		if (!(isalnum((unsigned char)*at) || strchr("!#$&^_.+-/", *at)))
			return ""; /* no media type (RFC 6838, section 4.2), and it would go into a header */
		*at = (char)(*at >= 'A' && *at <= 'Z' ? *at + 32 : *at);
	}
	return copy;
}

/* ------------------------------------------------------------- [worker] the body */

static enum px_err fail_size(const struct upload *upload, struct px_error *error)
{
	return px_fail(error, PX_TOO_LARGE, NULL, "the file is larger than the %" PRId64 " MB that are taken", megabytes(upload));
}

/* By what was said of the file and how it begins. */
static enum px_err find_type(struct upload *upload, struct px_error *error)
{
	struct px_uploaded *uploaded = &upload->uploaded;
	const char *declared = plain_type(upload->call, upload->declared);

	if (uploaded->media_type)
		return PX_OK;
	if (upload->keep) {
		uploaded->media_type = px_media_type(px_buf_view(&upload->first), strlen(declared) <= TYPE_MAX ? declared : "");
		return PX_OK;
	}
	uploaded->media_type = px_extract_type(declared[0] ? declared : NULL, upload->name ? upload->name : uploaded->title,
					       px_buf_view(&upload->first));
	if (px_extract_reads(uploaded->media_type) && strlen(uploaded->media_type) <= TYPE_MAX)
		return PX_OK;
	return px_fail(error, PX_INVALID, "Content-Type",
		       "files of the kind %.60s can't be read; text, Markdown, HTML, mail, PDF, DOCX and ODT can",
		       uploaded->media_type);
}

static enum px_err add_to_file(struct upload *upload, struct px_str bytes, struct px_error *error)
{
	size_t room = SNIFF - upload->first.size;
	enum px_err err = px_buf_append(&upload->first, bytes.data, bytes.size < room ? bytes.size : room);

	upload->uploaded.size += (int64_t)bytes.size;
	if (!err && upload->uploaded.size > megabytes(upload) << 20)
		err = fail_size(upload, error);
	if (!err && upload->first.size == SNIFF)
		err = find_type(upload, error);
	return err ? err : px_blob_writer_add(upload->writer, bytes, error);
}

/* What says what to call it. */
static const char *name_of(const struct upload *upload)
{
	return upload->keep ? "name" : "title";
}

static enum px_err begin_part(void *arg, const struct px_part *part, struct px_error *error)
{
	struct upload *upload = arg;

	if (px_str_eq(part->name, px_str(name_of(upload)))) {
		px_buf_clear(&upload->title);
		upload->field = FIELD_TITLE;
	} else if (px_str_eq(part->name, PX_STR("file")) && !upload->found) {
		upload->found = true;
		upload->field = FIELD_FILE;
		upload->name = text_of(upload, base_name(part->file_name));
		upload->declared = text_of(upload, part->type);
	} else {
		size_t size = px_utf8_cut(part->name, 60);
		return px_fail(error, PX_INVALID, px_arena_strn(&upload->call->arena, part->name.data, size),
			       "a form has one field \"file\", and perhaps \"%s\"", name_of(upload));
	}
	return PX_OK;
}

static enum px_err add_to_part(void *arg, struct px_str bytes, struct px_error *error)
{
	struct upload *upload = arg;

	if (upload->field == FIELD_FILE)
		return add_to_file(upload, bytes, error);
	if (px_buf_str(&upload->title, bytes) != PX_OK)
		return px_fail(error, PX_TOO_LARGE, name_of(upload), "%s has more than %d bytes", name_of(upload), TITLE_MAX);
	return PX_OK;
}

static const struct px_multipart_events form_events = { .part = begin_part, .content = add_to_part };

/* The query's title or name, the form's, the file's name. */
static enum px_err find_title(struct upload *upload, struct px_error *error)
{
	const char *title = px_call_query(upload->call, name_of(upload));

	if (!title || !px_str_trim(px_str(title)).size)
		title = text_of(upload, px_buf_view(&upload->title));
	if (!title || !px_str_trim(px_str(title)).size)
		title = upload->name && px_str_trim(px_str(upload->name)).size ? upload->name :
			upload->keep ? PX_FILE_UNNAMED : PX_DOCUMENT_UNTITLED;
	if (!px_utf8_valid(px_str(title)))
		return px_fail(error, PX_INVALID, name_of(upload), "%s must be UTF-8 text", name_of(upload));
	upload->uploaded.title = title;
	return PX_OK;
}

/* Both writers live until the call has ended: until then nobody clears the files away. */
static enum px_err keep_small(struct upload *upload, const struct px_picture *picture, struct px_error *error)
{
	struct px_uploaded *uploaded = &upload->uploaded;
	struct px_blobs *blobs = upload->call->api->parts.blobs;
	enum px_err err = px_blob_writer_new(blobs, upload->call->principal.user, (int64_t)picture->jpeg.size, &upload->small, error);

	if (!err)
		err = px_blob_writer_add(upload->small, px_buf_view(&picture->jpeg), error);
	if (!err)
		err = px_blob_writer_end(upload->small, uploaded->shown, error);
	uploaded->width = err ? 0 : picture->width;
	uploaded->height = err ? 0 : picture->height;
	if (err)
		uploaded->shown[0] = '\0';
	return err;
}

static enum px_err make_small(struct upload *upload, struct px_error *error)
{
	const struct px_api_parts *parts = &upload->call->api->parts;
	struct px_picture picture = { .jpeg = PX_BUF_INIT(PX_PICTURE_MAX) };
	struct px_buf bytes = PX_BUF_INIT(PICTURE_BYTES);

	if (upload->uploaded.size > PICTURE_BYTES)
		return px_fail(error, PX_TOO_LARGE, NULL, "it is larger than %d MB", PICTURE_BYTES >> 20);
	enum px_err err = px_blob_read(parts->blobs, upload->call->principal.user, upload->uploaded.hash, 0, (size_t)upload->uploaded.size,
				       &bytes, error);
	if (!err)
		err = px_picture_shrink(parts->helper, px_buf_view(&bytes), parts->config->picture_side, &picture, error);
	if (!err)
		err = keep_small(upload, &picture, error);
	px_buf_release(&bytes);
	px_buf_release(&picture.jpeg);
	return err;
}

/* What a model is shown of a picture.  A picture of which that can't be made is kept all the same. */
static void look_at_picture(struct upload *upload)
{
	struct px_error why = { .message = "" };
	bool room = atomic_fetch_add(&pictures, 1) < PICTURES_AT_ONCE;
	enum px_err err = room ? make_small(upload, &why)
			       : px_fail(&why, PX_UNAVAILABLE, NULL, "too many pictures came at once; send it again");

	atomic_fetch_sub(&pictures, 1);
	if (err)
		snprintf(upload->uploaded.problem, sizeof(upload->uploaded.problem), "%.*s",
			 (int)px_utf8_cut(px_str(why.message), sizeof(upload->uploaded.problem) - 1), why.message);
}

static enum px_err end_file(struct upload *upload, struct px_error *error)
{
	enum px_err err = upload->form ? px_multipart_end(&upload->parts, error) : PX_OK;

	if (!err && upload->form && !upload->found)
		err = px_fail(error, PX_INVALID, "file", "the form has no field \"file\"");
	if (!err && !upload->uploaded.size)
		err = px_fail(error, PX_INVALID, "file", "the file is empty");
	if (!err)
		err = find_title(upload, error);
	if (!err)
		err = find_type(upload, error);
	if (!err)
		err = px_blob_writer_end(upload->writer, upload->uploaded.hash, error);
	if (!err && upload->keep && px_picture_is(px_buf_view(&upload->first)))
		look_at_picture(upload);
	return err;
}

/* What the head says of the size counts at once; of a form that is a little less than its file. */
static enum px_err open_file(struct upload *upload, struct px_error *error)
{
	int64_t expected = px_http_body_length(upload->call->exchange) - (upload->form ? FORM_MAX : 0);

	return px_blob_writer_new(upload->call->api->parts.blobs, upload->call->principal.user, expected > 0 ? expected : 0,
				  &upload->writer, error);
}

static void let_go(struct upload *upload)
{
	px_blob_writer_free(upload->writer);
	px_blob_writer_free(upload->small);
	upload->writer = upload->small = NULL;
}

static void work_here(uv_work_t *work)
{
	struct upload *upload = work->data;
	struct px_str piece = px_buf_view(&upload->piece);

	switch (upload->trip) {
	case OPEN:
		upload->err = open_file(upload, &upload->error);
		break;
	case WRITE:
		upload->err = upload->form ? px_multipart_feed(&upload->parts, piece, &upload->error) :
					     add_to_file(upload, piece, &upload->error);
		break;
	case END:
		upload->err = end_file(upload, &upload->error);
		break;
	case LET_GO:
		let_go(upload);
		break;
	}
}

/* --------------------------------------------------------------- [loop] its pieces */

static void take_piece(void *arg, struct px_str bytes, const struct px_http_refusal *refusal);

static void leave(struct upload *upload)
{
	px_buf_release(&upload->piece);
	px_buf_release(&upload->first);
	px_buf_release(&upload->title);
	px_multipart_release(&upload->parts);
	px_call_resume(upload->call, upload->err, &upload->error);
}

static void go(struct upload *upload, enum trip trip);

static void work_done(uv_work_t *work, int status)
{
	struct upload *upload = work->data;

	if (status != 0 && !upload->err)
		upload->err = px_fail(&upload->error, PX_UNAVAILABLE, NULL, "shutting down");
	if (upload->trip == LET_GO || upload->trip == END || (upload->err && !upload->writer))
		leave(upload); /* what an end that failed has written goes with the call */
	else if (upload->err)
		go(upload, LET_GO);
	else
		px_http_body_next(upload->call->exchange, take_piece, upload);
}

static void go(struct upload *upload, enum trip trip)
{
	uv_loop_t *loop = px_loop_uv(px_http_loop(upload->call->exchange));

	upload->trip = trip;
	upload->work.data = upload;
	if (uv_queue_work(loop, &upload->work, work_here, work_done) == 0)
		return;
	if (!upload->err)
		upload->err = px_fail(&upload->error, PX_UNAVAILABLE, NULL, "too busy; try again");
	leave(upload);
}

static void take_piece(void *arg, struct px_str bytes, const struct px_http_refusal *refusal)
{
	struct upload *upload = arg;

	if (refusal) {
		upload->call->refused = refusal->status;
		upload->err = px_fail(&upload->error, refusal->status == 408 ? PX_TIMEOUT : PX_INVALID, "body", "%s", refusal->detail);
		go(upload, LET_GO);
		return;
	}
	px_buf_clear(&upload->piece);
	(void)px_buf_str(&upload->piece, bytes);
	go(upload, bytes.size ? WRITE : END);
}

static void release(void *arg)
{
	let_go(arg);
}

static enum px_err check_length(const struct upload *upload, struct px_error *error)
{
	int64_t length = px_http_body_length(upload->call->exchange), most = megabytes(upload) << 20;

	if (!length)
		return px_fail(error, PX_INVALID, "file", "the file is empty");
	return length > most + (upload->form ? FORM_MAX : 0) ? fail_size(upload, error) : PX_OK;
}

static enum px_err receive(struct px_call *call, bool keep, struct px_error *error)
{
	struct upload *upload = px_arena_zero(&call->arena, 1, sizeof(*upload));
	struct px_str type = px_str_trim(px_http_header(call->request, "content-type"));
	const char *title = px_call_query(call, keep ? "name" : "title");
	enum px_err err = PX_OK;

	upload->call = call;
	upload->keep = keep;
	px_buf_init(&upload->title, TITLE_MAX);
	px_buf_init(&upload->first, SNIFF);
	px_buf_init(&upload->piece, PIECE_MAX);
	upload->declared = text_of(upload, type);
	upload->uploaded.title = title && title[0] ? title : NULL; /* its ending may tell the type */
	upload->form = px_str_starts(px_str(plain_type(call, upload->declared)), PX_STR("multipart/"));
	if (upload->form)
		err = px_multipart_init(&upload->parts, type, &form_events, upload, &call->arena, error);
	if (!err)
		err = check_length(upload, error);
	if (err) {
		px_multipart_release(&upload->parts);
		return err;
	}
	call->state = upload;
	call->release = release;
	go(upload, OPEN);
	return PX_OK;
}

enum px_err px_upload_receive(struct px_call *call, struct px_error *error)
{
	return receive(call, false, error);
}

enum px_err px_upload_keep(struct px_call *call, struct px_error *error)
{
	return receive(call, true, error);
}
