/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files in a bucket: <prefix>/<user>/<hash>.
 *
 * A file's name is known only at its end, and S3 can't give another one, so it
 * waits in a nameless file on the disk until then.  It is sent whole or, past
 * PART bytes, in parts, and is there under its name once all of it has arrived.
 * Who may read the bucket reads what facade and sealed.c gave: with a key, nothing
 * but noise.  What a bucket keeps of removed objects (versions) is its owner's matter.
 */
#include "blob/blob_driver.h"

#include "base/clock.h"
#include "base/mem.h"
#include "blob/s3/sign.h"
#include "blob/s3/wire.h"
#include "net/upstream.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	PART = 8 << 20,        /* S3 wants 5 MiB at least, and takes 10,000 parts */
	READ = 4 << 20,        /* of a file in one call */
	ANSWER_MAX = 1 << 20,
	PATH_MAX_BYTES = 1024,
	TIMEOUT_MS = 60000,    /* for a part; threads that may block wait, no shard */
	ID_MAX = 512,          /* of a multipart upload */
};

struct s3 {
	struct px_upstream *upstream;
	char *origin, *host;   /* "https://host:port", and as the header says it */
	char *bucket, *prefix; /* "/bucket", and "" or "prefix/" */
	char *key_id, *secret, *region, *encryption, *folder;
};

/* A file on its way. */
struct sending {
	struct s3 *s3;
	struct px_id user;
	int fd;
	int64_t size;
};

/* What one call says; the rest is NULL or empty. */
struct call {
	const char *method, *path, *query;
	const struct px_s3_header *headers;
	const char *range;  /* "Range: …" */
	const char *header; /* of the answer */
	struct px_str body;
	size_t answer_max;
};

static enum px_err fail_status(const struct px_upstream_answer *answer, struct px_error *error)
{
	char reason[200];

	if (answer->status == 404)
		return px_fail(error, PX_NOT_FOUND, "hash", "there is no such file");
	px_s3_reason(px_buf_view(&answer->body), reason, sizeof(reason));
	return px_fail(error, answer->status == 507 ? PX_NO_SPACE : PX_UNAVAILABLE, NULL, "S3 answered %d%s%s", answer->status,
		       reason[0] ? ": " : "", reason);
}

/* The answer's body is the caller's to release, also after an error. */
static enum px_err send_call(struct s3 *s3, const struct call *call, struct px_upstream_answer *answer, struct px_error *error)
{
	const struct px_s3_keys keys = { s3->key_id, s3->secret, s3->region };
	const char *query = call->query ? call->query : "", *lines[PX_S3_HEADERS + 2];
	struct px_s3_request request = { .method = call->method, .host = s3->host, .path = call->path, .query = query,
					 .headers = call->headers, .body = call->body, .now = px_clock_now() };
	struct px_s3_signed *signature = px_calloc(1, sizeof(*signature));
	struct px_buf url = PX_BUF_INIT(4096);
	size_t n = 0;

	answer->body = PX_BUF_INIT(call->answer_max ? call->answer_max : ANSWER_MAX);
	enum px_err err = px_s3_sign(&keys, &request, signature, error);
	if (!err)
		err = px_buf_printf(&url, "%s%s%s%s", s3->origin, call->path, query[0] ? "?" : "", query);
	for (; !err && signature->lines[n]; n++)
		lines[n] = signature->lines[n];
	lines[n++] = call->range;
	lines[n] = NULL;
	struct px_upstream_request out = { .method = call->method, .url = url.data, .headers = lines, .body = call->body,
					   .header = call->header };
	if (!err)
		err = px_upstream_call(s3->upstream, &out, answer, error);
	px_buf_release(&url);
	free(signature);
	return err;
}

/* One whose answer must be a 2xx. */
static enum px_err do_call(struct s3 *s3, const struct call *call, struct px_upstream_answer *answer, struct px_error *error)
{
	enum px_err err = send_call(s3, call, answer, error);

	return err || answer->status / 100 == 2 ? err : fail_status(answer, error);
}

static void path_of(const struct s3 *s3, struct px_id user, const char *hash, char path[PATH_MAX_BYTES])
{
	char id[PX_ID_TEXT + 1];

	px_id_format(user, id);
	snprintf(path, PATH_MAX_BYTES, "%s/%s%s/%s", s3->bucket, s3->prefix, id, hash);
}

/* ------------------------------------------------------------------ sending */

static enum px_err fail_disk(struct px_error *error)
{
	return px_fail(error, errno == ENOSPC || errno == EDQUOT ? PX_NO_SPACE : PX_IO, NULL,
		       "a file can't be kept on its way: %s", strerror(errno));
}

static enum px_err s3_create(void *arg, struct px_id user, void **out, struct px_error *error)
{
	struct s3 *s3 = arg;
	char path[PATH_MAX_BYTES];

	snprintf(path, sizeof(path), "%s/.new-XXXXXX", s3->folder);
	int fd = mkdir(s3->folder, 0700) == 0 || errno == EEXIST ? mkostemp(path, O_CLOEXEC /* mode 0600 */) : -1;
	*out = NULL;
	if (fd < 0)
		return fail_disk(error);
	unlink(path);
	struct sending *sending = px_calloc(1, sizeof(*sending));
	*sending = (struct sending){ .s3 = s3, .user = user, .fd = fd };
	*out = sending;
	return PX_OK;
}

static enum px_err s3_append(void *file, struct px_str bytes, struct px_error *error)
{
	struct sending *sending = file;

	while (bytes.size) {
		ssize_t put = write(sending->fd, bytes.data, bytes.size);
		if (put < 0 && errno != EINTR)
			return fail_disk(error);
		if (put < 0)
			continue;
		bytes = px_str_n(bytes.data + put, bytes.size - (size_t)put);
		sending->size += put;
	}
	return PX_OK;
}

static enum px_err read_part(const struct sending *sending, int64_t offset, struct px_buf *part, struct px_error *error)
{
	size_t left = (size_t)(sending->size - offset < PART ? sending->size - offset : PART);
	char *room;

	px_buf_clear(part);
	if (px_buf_reserve(part, left, &room) != PX_OK)
		return px_fail(error, PX_TOO_LARGE, NULL, "a part of a file is too large");
	while (left) {
		ssize_t got = pread(sending->fd, room, left, offset);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return fail_disk(error);
		px_buf_commit(part, (size_t)got);
		room += got;
		offset += got;
		left -= (size_t)got;
	}
	return PX_OK;
}

static const struct px_s3_header *encryption_of(const struct s3 *s3, struct px_s3_header headers[2])
{
	headers[0] = (struct px_s3_header){ "x-amz-server-side-encryption", s3->encryption };
	headers[1] = (struct px_s3_header){ NULL, NULL };
	return s3->encryption[0] ? headers : NULL;
}

static enum px_err send_whole(struct sending *sending, const char *path, struct px_buf *part, struct px_error *error)
{
	struct px_upstream_answer answer = { 0 };
	struct px_s3_header headers[2];
	struct call call = { .method = "PUT", .path = path, .headers = encryption_of(sending->s3, headers) };
	enum px_err err = read_part(sending, 0, part, error);

	call.body = px_buf_view(part);
	if (!err)
		err = do_call(sending->s3, &call, &answer, error);
	px_buf_release(&answer.body);
	return err;
}

/* The upload's id, encoded for a query. */
static enum px_err begin_upload(struct sending *sending, const char *path, char id[ID_MAX], struct px_error *error)
{
	struct px_upstream_answer answer = { 0 };
	struct px_s3_header headers[2];
	struct px_buf encoded = PX_BUF_INIT(ID_MAX);
	const struct call call = { .method = "POST", .path = path, .query = "uploads=",
				   .headers = encryption_of(sending->s3, headers) };
	enum px_err err = do_call(sending->s3, &call, &answer, error);
	struct px_str at = px_buf_view(&answer.body), text;

	if (!err && px_s3_element(&at, "UploadId", &text))
		px_s3_encode(&encoded, text, false);
	if (!err && (!encoded.size || encoded.overflow))
		err = px_fail(error, PX_CORRUPT, NULL, "S3 began an upload without saying which");
	snprintf(id, ID_MAX, "%s", err ? "" : encoded.data);
	px_buf_release(&encoded);
	px_buf_release(&answer.body);
	return err;
}

/* Adds the part to `list`, which ends the upload. */
static enum px_err send_part(struct sending *sending, const char *path, const char *id, unsigned number, struct px_buf *part,
			     struct px_buf *list, struct px_error *error)
{
	char query[ID_MAX + 64];
	struct px_upstream_answer answer = { 0 };

	snprintf(query, sizeof(query), "partNumber=%u&uploadId=%s", number, id);
	const struct call call = { .method = "PUT", .path = path, .query = query, .body = px_buf_view(part), .header = "ETag" };
	enum px_err err = do_call(sending->s3, &call, &answer, error);
	if (!err)
		err = px_buf_printf(list, "<Part><PartNumber>%u</PartNumber><ETag>%s</ETag></Part>", number, answer.header);
	px_buf_release(&answer.body);
	return err;
}

static enum px_err s3_size(void *self, struct px_id user, const char *hash, int64_t *size, struct px_error *error);

/* An end that is told twice finds no upload the second time: then the file must be there. */
static enum px_err end_upload(struct sending *sending, const char *path, const char *hash, const char *id, struct px_buf *list,
			      struct px_error *error)
{
	char query[ID_MAX + 64];
	struct px_upstream_answer answer = { 0 };
	int64_t size = -1;

	snprintf(query, sizeof(query), "uploadId=%s", id);
	const struct call call = { .method = "POST", .path = path, .query = query, .body = px_buf_view(list) };
	enum px_err err = do_call(sending->s3, &call, &answer, error);
	struct px_str text = px_buf_view(&answer.body);
	if (err == PX_NOT_FOUND && s3_size(sending->s3, sending->user, hash, &size, NULL) == PX_OK && size == sending->size)
		err = PX_OK;
	else if (!err && text.size && memmem(text.data, text.size, "<Error>", 7)) /* a 200 that failed later */
		err = fail_status(&answer, error);
	px_buf_release(&answer.body);
	return err;
}

static void drop_upload(struct sending *sending, const char *path, const char *id)
{
	char query[ID_MAX + 64];
	struct px_upstream_answer answer = { 0 };

	snprintf(query, sizeof(query), "uploadId=%s", id);
	const struct call call = { .method = "DELETE", .path = path, .query = query };
	(void)!do_call(sending->s3, &call, &answer, NULL); /* else the bucket's own rules end it */
	px_buf_release(&answer.body);
}

static enum px_err send_parts(struct sending *sending, const char *path, const char *hash, struct px_buf *part,
			      struct px_error *error)
{
	struct px_buf list = PX_BUF_INIT(4 << 20);
	char id[ID_MAX];
	enum px_err err = begin_upload(sending, path, id, error);
	bool begun = !err;

	if (!err)
		err = px_buf_text(&list, "<CompleteMultipartUpload>");
	unsigned number = 1;
	for (int64_t at = 0; !err && at < sending->size; at += PART) {
		err = read_part(sending, at, part, error);
		if (!err)
			err = send_part(sending, path, id, number++, part, &list, error);
	}
	if (!err)
		err = px_buf_text(&list, "</CompleteMultipartUpload>");
	if (!err)
		err = end_upload(sending, path, hash, id, &list, error);
	if (err && begun)
		drop_upload(sending, path, id);
	px_buf_release(&list);
	return err;
}

/* Copied onto itself: S3 knows no other way to renew its time. */
static enum px_err s3_refresh(void *self, struct px_id user, const char *hash, struct px_error *error)
{
	struct s3 *s3 = self;
	char path[PATH_MAX_BYTES];
	struct px_upstream_answer answer = { 0 };

	path_of(s3, user, hash, path);
	struct px_s3_header headers[4] = { { "x-amz-copy-source", path }, { "x-amz-metadata-directive", "REPLACE" } };
	if (s3->encryption[0])
		headers[2] = (struct px_s3_header){ "x-amz-server-side-encryption", s3->encryption };
	const struct call call = { .method = "PUT", .path = path, .headers = headers };
	enum px_err err = do_call(s3, &call, &answer, error);
	px_buf_release(&answer.body);
	return err;
}

static enum px_err s3_seal(void *file, const char *hash, struct px_error *error)
{
	struct sending *sending = file;
	char path[PATH_MAX_BYTES];
	struct px_buf part = PX_BUF_INIT(PART);

	/* What has the name stays: somebody may be reading it, and new bytes would be sealed with another salt. */
	if (s3_refresh(sending->s3, sending->user, hash, NULL) == PX_OK)
		return PX_OK;
	path_of(sending->s3, sending->user, hash, path);
	enum px_err err = sending->size > PART ? send_parts(sending, path, hash, &part, error)
					       : send_whole(sending, path, &part, error);
	px_buf_release(&part);
	return err;
}

/* It has its name since it was sealed. */
static enum px_err s3_name(void *file, const char *hash, struct px_error *error)
{
	(void)file;
	(void)hash;
	(void)error;
	return PX_OK;
}

static enum px_err s3_release(void *file, struct px_error *error)
{
	struct sending *sending = file;

	(void)error;
	close(sending->fd);
	free(sending);
	return PX_OK;
}

/* ------------------------------------------------------------------ what is there */

static enum px_err s3_size(void *self, struct px_id user, const char *hash, int64_t *size, struct px_error *error)
{
	char path[PATH_MAX_BYTES], *end;
	struct px_upstream_answer answer = { 0 };

	path_of(self, user, hash, path);
	const struct call call = { .method = "HEAD", .path = path, .header = "Content-Length" };
	enum px_err err = do_call(self, &call, &answer, error);
	if (!err) {
		*size = strtoll(answer.header, &end, 10);
		if (end == answer.header || *end || *size < 0)
			err = px_fail(error, PX_CORRUPT, NULL, "S3 told no size of a file");
	}
	px_buf_release(&answer.body);
	return err;
}

/* One piece of at most READ bytes; *got is less at the end. */
static enum px_err read_piece(struct s3 *s3, const char *path, int64_t offset, size_t size, struct px_buf *out, size_t *got,
			      struct px_error *error)
{
	char range[80];
	struct px_upstream_answer answer = { 0 };

	snprintf(range, sizeof(range), "Range: bytes=%lld-%lld", (long long)offset, (long long)offset + (long long)size - 1);
	const struct call call = { .method = "GET", .path = path, .range = range, .answer_max = READ + 65536 };
	enum px_err err = send_call(s3, &call, &answer, error);
	struct px_str bytes = px_buf_view(&answer.body);
	*got = 0;
	if (!err && answer.status == 416) { /* past the end */
		px_buf_release(&answer.body);
		return PX_OK;
	}
	if (!err && answer.status / 100 != 2)
		err = fail_status(&answer, error);
	else if (!err && (bytes.size > size || (answer.status != 206 && offset)))
		err = px_fail(error, PX_CORRUPT, NULL, "S3 gave another part of a file than it was asked for");
	if (!err && px_buf_str(out, bytes) != PX_OK)
		err = px_fail(error, PX_TOO_LARGE, NULL, "more of the file was asked for than is read at once");
	*got = bytes.size;
	px_buf_release(&answer.body);
	return err;
}

static enum px_err s3_read(void *self, struct px_id user, const char *hash, int64_t offset, size_t size, struct px_buf *out,
			   struct px_error *error)
{
	char path[PATH_MAX_BYTES];
	enum px_err err = PX_OK;
	size_t got = 1;

	path_of(self, user, hash, path);
	while (!err && size && got) {
		size_t piece = size < READ ? size : READ;
		err = read_piece(self, path, offset, piece, out, &got, error);
		offset += (int64_t)got;
		size -= got;
		if (got < piece)
			break;
	}
	return err;
}

static enum px_err s3_remove(void *self, struct px_id user, const char *hash, struct px_error *error)
{
	char path[PATH_MAX_BYTES];
	struct px_upstream_answer answer = { 0 };

	path_of(self, user, hash, path);
	const struct call call = { .method = "DELETE", .path = path };
	enum px_err err = do_call(self, &call, &answer, error);
	px_buf_release(&answer.body);
	return err == PX_NOT_FOUND ? PX_OK : err;
}

static bool is_hash(struct px_str name)
{
	static const char digits[] = "0123456789abcdef";
	bool ok = name.size == PX_BLOB_HASH;

	for (size_t i = 0; ok && i < name.size; i++)
		ok = memchr(digits, name.data[i], sizeof(digits) - 1) != NULL;
	return ok;
}

/* Hands over one page; `last` becomes the key of its last object, and *more says whether there are others. */
static enum px_err take_page(struct px_str answer, size_t prefix, px_blob_take_fn take, void *arg, char last[PATH_MAX_BYTES],
			     bool *more, struct px_error *error)
{
	struct px_str at = answer;
	struct px_s3_object object;
	enum px_err err = PX_OK;
	bool any = false;

	while (!err && px_s3_next_object(&at, &object)) {
		any = true;
		snprintf(last, PATH_MAX_BYTES, "%.*s", PX_STR_ARG(object.key));
		if (object.key.size < prefix)
			continue;
		struct px_str name = px_str_n(object.key.data + prefix, object.key.size - prefix);
		char hash[PX_BLOB_HASH + 1];
		if (!is_hash(name))
			continue;
		snprintf(hash, sizeof(hash), "%.*s", PX_STR_ARG(name));
		err = take(arg, hash, object.size, object.modified, error);
	}
	*more = any && px_s3_is_truncated(answer);
	return err;
}

static enum px_err s3_each(void *self, struct px_id user, const char *prefix, px_blob_take_fn take, void *arg, struct px_error *error)
{
	struct s3 *s3 = self;
	char id[PX_ID_TEXT + 1], folder[512], last[PATH_MAX_BYTES] = "";
	enum px_err err = PX_OK;
	bool more = true;

	px_id_format(user, id);
	snprintf(folder, sizeof(folder), "%s%s/", s3->prefix, id);
	while (!err && more) {
		struct px_upstream_answer answer = { 0 };
		struct px_buf query = PX_BUF_INIT(4096);
		(void)px_buf_text(&query, "list-type=2&prefix=");
		px_s3_encode(&query, px_str(folder), false);
		px_s3_encode(&query, px_str(prefix), false);
		if (last[0]) {
			(void)px_buf_text(&query, "&start-after=");
			px_s3_encode(&query, px_str(last), false);
		}
		const struct call call = { .method = "GET", .path = s3->bucket, .query = query.data };
		err = do_call(s3, &call, &answer, error);
		if (!err)
			err = take_page(px_buf_view(&answer.body), strlen(folder), take, arg, last, &more, error);
		px_buf_release(&query);
		px_buf_release(&answer.body);
	}
	return err;
}

/* ------------------------------------------------------------------ life */

static enum px_err s3_check(void *self, struct px_error *error)
{
	const struct s3 *s3 = self;
	struct px_upstream_answer answer = { 0 };
	const struct call call = { .method = "GET", .path = s3->bucket, .query = "list-type=2&max-keys=1" };
	enum px_err err = send_call(self, &call, &answer, error);

	if (!err && answer.status == 404)
		err = px_fail(error, PX_NOT_FOUND, "s3-url", "there is no bucket %s", s3->bucket + 1);
	else if (!err && answer.status / 100 != 2)
		err = fail_status(&answer, error);
	px_buf_release(&answer.body);
	return err;
}

static void s3_close(void *self)
{
	struct s3 *s3 = self;

	px_upstream_free(s3->upstream);
	if (s3->secret)
		explicit_bzero(s3->secret, strlen(s3->secret));
	free(s3->origin);
	free(s3->host);
	free(s3->bucket);
	free(s3->prefix);
	free(s3->key_id);
	free(s3->secret);
	free(s3->region);
	free(s3->encryption);
	free(s3->folder);
	free(s3);
}

/* "https://host:port/bucket/some/prefix" in its four parts. */
static bool split_url(struct s3 *s3, const char *url)
{
	const char *host = strstr(url, "://");
	bool secure = strncmp(url, "https://", 8) == 0;

	if (!host || (!secure && strncmp(url, "http://", 7) != 0))
		return false;
	host += 3;
	size_t host_size = strcspn(host, "/"), port = host_size;
	const char *bucket = host + host_size;
	size_t bucket_size = *bucket ? 1 + strcspn(bucket + 1, "/?#") : 0;
	const char *prefix = bucket + bucket_size;
	size_t prefix_size = *prefix == '/' ? strlen(prefix + 1) : 0;
	if (!host_size || bucket_size < 2 || prefix_size > 256 || strpbrk(bucket, "?#% "))
		return false;
	while (prefix_size && prefix[prefix_size] == '/')
		prefix_size--;
	if (secure && host_size > 4 && strncmp(host + host_size - 4, ":443", 4) == 0)
		port = host_size - 4;
	else if (!secure && host_size > 3 && strncmp(host + host_size - 3, ":80", 3) == 0)
		port = host_size - 3;
	s3->origin = px_strndup(url, (size_t)(host - url) + host_size);
	s3->host = px_strndup(host, port);
	s3->bucket = px_strndup(bucket, bucket_size);
	s3->prefix = px_calloc(1, prefix_size + 2);
	if (prefix_size)
		snprintf(s3->prefix, prefix_size + 2, "%.*s/", (int)prefix_size, prefix + 1);
	return true;
}

static char *copy_of(const char *text)
{
	return px_strdup(text ? text : "");
}

static enum px_err s3_open(void **self, const struct px_blobs_config *config, struct px_error *error)
{
	struct px_upstream_config upstream = { .ca_file = config->ca_file, .timeout_ms = TIMEOUT_MS };

	if (!config->key_id || !config->key_id[0] || !config->secret || !config->secret[0])
		return px_fail(error, PX_INVALID, "s3-secret", "S3 needs the settings s3-key-id and s3-secret");
	if (!config->region || !config->region[0])
		return px_fail(error, PX_INVALID, "s3-region", "S3 needs a region, such as us-east-1");
	struct s3 *s3 = px_calloc(1, sizeof(*s3));
	enum px_err err = PX_OK;
	if (!config->url || !split_url(s3, config->url))
		err = px_fail(error, PX_INVALID, "s3-url", "S3 needs a URL with a bucket, such as https://s3.eu-central-1.amazonaws.com/my-bucket");
	s3->key_id = copy_of(config->key_id);
	s3->secret = copy_of(config->secret);
	s3->region = copy_of(config->region);
	s3->encryption = copy_of(config->encryption);
	s3->folder = copy_of(config->path);
	if (!err)
		err = px_upstream_new(&upstream, &s3->upstream, error);
	if (err)
		s3_close(s3);
	*self = err ? NULL : s3;
	return err;
}

const struct px_blob_driver px_blob_s3 = {
	.name = "s3",
	.open = s3_open,
	.check = s3_check,
	.close = s3_close,
	.refresh = s3_refresh,
	.create = s3_create,
	.append = s3_append,
	.seal = s3_seal,
	.name_file = s3_name,
	.release = s3_release,
	.size = s3_size,
	.read = s3_read,
	.remove = s3_remove,
	.each = s3_each,
};
