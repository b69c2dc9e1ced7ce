/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The web app's files, read into memory at start and served from there, so
 * that a loop thread never touches the disk.  Names come from the folder, not
 * from the request: a path that is not in the table is not a file.
 *
 * "x.br" and "x.gz" are forms of the file x, not files of their own: who takes
 * that coding gets them.  Source maps are left out.
 */
#include "api/api_internal.h"

#include "api/content_coding.h"
#include "api/web_policy.h"
#include "base/log.h"
#include "base/map.h"
#include "base/mem.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

/* A head that is larger than 16 KB is refused by Node.js and others. */
enum { FILE_MAX_BYTES = 16 << 20, FILES_MAX = 4096, DEPTH_MAX = 8, HEADERS_MAX = 12 << 10 };

/* A file in one coding. */
struct form {
	struct px_buf content, headers; /* headers: ready-made lines */
	char etag[32];
};

struct file {
	const char *type;
	bool immutable;
	unsigned codings; /* 1 << coding of each form that is kept */
	struct form forms[PX_CODINGS];
};

struct px_assets {
	struct px_map files; /* "/index.html" -> struct file */
	size_t count;
};

static const struct {
	const char *extension, *type;
} types[] = {
	{ ".html", "text/html; charset=utf-8" },
	{ ".js", "text/javascript; charset=utf-8" },
	{ ".mjs", "text/javascript; charset=utf-8" },
	{ ".css", "text/css; charset=utf-8" },
	{ ".json", "application/json" },
	{ ".webmanifest", "application/manifest+json" },
	{ ".svg", "image/svg+xml" },
	{ ".png", "image/png" },
	{ ".jpg", "image/jpeg" },
	{ ".ico", "image/x-icon" },
	{ ".webp", "image/webp" },
	{ ".avif", "image/avif" },
	{ ".woff2", "font/woff2" },
	{ ".wasm", "application/wasm" },
	{ ".txt", "text/plain; charset=utf-8" },
	{ ".xml", "application/xml" },
};

static const char *type_of(struct px_str path)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (px_str_ends(path, px_str(types[i].extension)))
			return types[i].type;
	return "application/octet-stream";
}

/* What a file's ending says of its coding; `name` becomes the name of the file itself. */
static enum px_coding coding_of(struct px_str *name)
{
	static const char *const endings[PX_CODINGS] = { NULL, ".gz", ".br" };

	for (int i = PX_CODING_GZIP; i < PX_CODINGS; i++) {
		if (px_str_ends(*name, px_str(endings[i]))) {
			name->size -= strlen(endings[i]);
			return (enum px_coding)i;
		}
	}
	return PX_CODING_IDENTITY;
}

static bool read_whole(const char *path, struct px_buf *content)
{
	FILE *in = fopen(path, "re");
	char chunk[16384];
	size_t n;

	px_buf_init(content, FILE_MAX_BYTES);
	while (in && (n = fread(chunk, 1, sizeof(chunk), in)) > 0)
		(void)!px_buf_append(content, chunk, n);
	bool whole = in && !ferror(in) && !content->overflow;
	if (in)
		fclose(in);
	return whole;
}

static struct file *file_named(struct px_assets *assets, struct px_str name)
{
	struct file *file = px_map_get(&assets->files, name);

	if (file || assets->count >= FILES_MAX)
		return file;
	file = px_calloc(1, sizeof(*file));
	file->type = type_of(name);
	file->immutable = px_str_find(name, PX_STR("/_next/static/")) != SIZE_MAX; /* names carry a hash of the content */
	px_map_put(&assets->files, name, file);
	assets->count++;
	return file;
}

static void add_file(struct px_assets *assets, const char *path, struct px_str name)
{
	enum px_coding coding = coding_of(&name);
	struct px_buf content;

	if (px_str_ends(name, PX_STR(".map")))
		return;
	struct file *file = read_whole(path, &content) ? file_named(assets, name) : NULL;
	if (!file) {
		px_log(PX_LOG_WARN, "assets", "file left out", PX_LF("path", path));
		px_buf_release(&content);
		return;
	}
	file->forms[coding].content = content;
	file->codings |= 1u << coding;
}

static void add_folder(struct px_assets *assets, const char *folder, const char *prefix, int depth)
{
	DIR *dir = depth < DEPTH_MAX ? opendir(folder) : NULL;
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		char path[4096], name[1024];
		struct stat status;
		if (entry->d_name[0] == '.')
			continue;
		int a = snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		int b = snprintf(name, sizeof(name), "%s/%s", prefix, entry->d_name);
		if (a >= (int)sizeof(path) || b >= (int)sizeof(name) || stat(path, &status) != 0)
			continue;
		if (S_ISDIR(status.st_mode))
			add_folder(assets, path, name, depth + 1);
		else if (S_ISREG(status.st_mode))
			add_file(assets, path, px_str(name));
	}
	if (dir)
		closedir(dir);
}

static void write_headers(struct file *file, enum px_coding coding)
{
	struct form *form = &file->forms[coding];
	const struct px_buf *plain = &file->forms[PX_CODING_IDENTITY].content;
	bool page = strncmp(file->type, "text/html", 9) == 0;

	snprintf(form->etag, sizeof(form->etag), "\"%016llx%s%s\"",
		 (unsigned long long)px_str_hash(px_buf_view(plain)), coding ? "-" : "", coding ? px_coding_name(coding) : "");
	px_buf_init(&form->headers, HEADERS_MAX);
	(void)px_buf_printf(&form->headers, "ETag: %s\r\nCache-Control: %s\r\n", form->etag,
			    file->immutable ? "public, max-age=31536000, immutable" : "no-cache");
	if (file->codings & ~(1u << PX_CODING_IDENTITY))
		(void)px_buf_text(&form->headers, "Vary: Accept-Encoding\r\n");
	if (coding)
		(void)px_buf_printf(&form->headers, "Content-Encoding: %s\r\n", px_coding_name(coding));
	px_web_policy_write(page ? px_buf_view(plain) : (struct px_str){ 0 }, &form->headers);
}

static bool write_all_headers(struct file *file)
{
	bool fits = file->codings & 1u << PX_CODING_IDENTITY; /* a packed form alone is not served */

	for (int i = 0; fits && i < PX_CODINGS; i++) {
		if (file->codings & 1u << i) {
			write_headers(file, (enum px_coding)i);
			fits = !file->forms[i].headers.overflow;
		}
	}
	return fits;
}

static void free_file(struct file *file)
{
	for (int i = 0; i < PX_CODINGS; i++) {
		px_buf_release(&file->forms[i].headers);
		px_buf_release(&file->forms[i].content);
	}
	free(file);
}

/* Headers come last, when all forms of a file are known; a file whose headers can't be made is not served. */
static void finish(struct px_assets *assets)
{
	size_t position = 0;
	struct px_str name;
	void *value;

	while (px_map_next(&assets->files, &position, &name, &value)) {
		struct file *file = value;
		if (write_all_headers(file))
			continue;
		px_log(PX_LOG_WARN, "assets", "file left out: only packed, or too many scripts inside",
		       PX_LFN("path", name));
		file->codings = 0;
	}
}

struct px_assets *px_assets_new(const char *folder)
{
	struct px_assets *assets = px_calloc(1, sizeof(*assets));

	px_map_init(&assets->files);
	if (folder)
		add_folder(assets, folder, "", 0);
	finish(assets);
	return assets;
}

void px_assets_free(struct px_assets *assets)
{
	size_t position = 0;
	void *value;

	if (!assets)
		return;
	while (px_map_next(&assets->files, &position, NULL, &value))
		free_file(value);
	px_map_release(&assets->files);
	free(assets);
}

/* "/tasks" -> "/tasks", "/tasks.html", "/tasks/index.html", in this order. */
static const struct file *find(const struct px_assets *assets, struct px_str path)
{
	static const char *const endings[] = { "", ".html", "/index.html" };

	while (path.size > 0 && path.data[path.size - 1] == '/')
		path.size--;
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		char name[1024];
		int n = snprintf(name, sizeof(name), "%.*s%s", PX_STR_ARG(path), endings[i]);
		const struct file *file = n < (int)sizeof(name) ? px_map_get(&assets->files, px_str(name)) : NULL;
		if (file && file->codings)
			return file;
	}
	return NULL;
}

static const struct form *choose(const struct file *file, const struct px_http_request *request)
{
	return &file->forms[px_coding_choose(px_http_header(request, "accept-encoding"), file->codings)];
}

/* For people who come to a page that is none; programs that ask the API are told in their own form. */
static bool serve_not_found(const struct px_assets *assets, struct px_http_exchange *exchange,
			    const struct px_http_request *request)
{
	bool program = px_str_eq(request->path, PX_STR("/api")) || px_str_starts(request->path, PX_STR("/api/"));
	const struct file *file = program ? NULL : find(assets, PX_STR("/404"));

	if (!file)
		return false;
	const struct form *form = choose(file, request);
	px_http_respond(exchange, 404, file->type, px_buf_view(&form->headers), px_buf_view(&form->content));
	return true;
}

bool px_assets_serve(struct px_assets *assets, struct px_http_exchange *exchange)
{
	const struct px_http_request *request = px_http_request(exchange);

	if (request->method != PX_HTTP_GET && request->method != PX_HTTP_HEAD)
		return false;
	const struct file *file = find(assets, request->path);
	if (!file || file == find(assets, PX_STR("/404")))
		return serve_not_found(assets, exchange, request);
	const struct form *form = choose(file, request);
	bool same = px_has_etag(request, form->etag);
	px_http_respond(exchange, same ? 304 : 200, file->type, px_buf_view(&form->headers),
			same ? PX_STR("") : px_buf_view(&form->content));
	return true;
}
