/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The web app's files, read into memory at start and served from there, so
 * that a loop thread never touches the disk.  Names come from the folder, not
 * from the request: a path that is not in the table is not a file.
 */
#include "api/api_internal.h"

#include "base/log.h"
#include "base/map.h"
#include "base/mem.h"

#include <dirent.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { FILE_MAX_BYTES = 16 << 20, FILES_MAX = 4096, DEPTH_MAX = 8, POLICY_MAX = 32 << 10 };

struct file {
	const char *type;
	char etag[24];
	bool immutable;
	struct px_buf content;
	struct px_buf headers; /* ready-made lines */
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
	{ ".css", "text/css; charset=utf-8" },
	{ ".json", "application/json" },
	{ ".webmanifest", "application/manifest+json" },
	{ ".svg", "image/svg+xml" },
	{ ".png", "image/png" },
	{ ".ico", "image/x-icon" },
	{ ".webp", "image/webp" },
	{ ".woff2", "font/woff2" },
	{ ".wasm", "application/wasm" },
	{ ".txt", "text/plain; charset=utf-8" },
};

static const char *type_of(struct px_str path)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (px_str_ends(path, px_str(types[i].extension)))
			return types[i].type;
	return "application/octet-stream";
}

static size_t find_no_case(struct px_str text, size_t from, const char *needle)
{
	struct px_str wanted = px_str(needle);

	for (size_t i = from; i + wanted.size <= text.size; i++)
		if (px_str_eq_case(px_str_n(text.data + i, wanted.size), wanted))
			return i;
	return SIZE_MAX;
}

static void write_hash(struct px_str script, struct px_buf *out)
{
	unsigned char digest[32], text[48];

	if (!EVP_Digest(script.data, script.size, digest, NULL, EVP_sha256(), NULL))
		abort();
	EVP_EncodeBlock(text, digest, sizeof(digest));
	(void)px_buf_printf(out, " 'sha256-%s'", (const char *)text);
}

/* The scripts that a page carries inside itself may run because their hashes are named; no others may. */
static void write_script_hashes(struct px_str html, struct px_buf *out)
{
	size_t at = 0;

	while ((at = find_no_case(html, at, "<script")) != SIZE_MAX) {
		size_t tag_end = find_no_case(html, at, ">"), end = find_no_case(html, at, "</script");
		if (tag_end == SIZE_MAX || end == SIZE_MAX || end < tag_end)
			return;
		struct px_str tag = px_str_n(html.data + at, tag_end - at);
		if (find_no_case(tag, 0, "src=") == SIZE_MAX)
			write_hash(px_str_n(html.data + tag_end + 1, end - tag_end - 1), out);
		at = end;
	}
}

static void write_headers(struct file *file)
{
	px_buf_init(&file->headers, POLICY_MAX);
	(void)px_buf_printf(&file->headers, "ETag: %s\r\nCache-Control: %s\r\n", file->etag,
			    file->immutable ? "public, max-age=31536000, immutable" : "no-cache");
	(void)px_buf_text(&file->headers, "Content-Security-Policy: default-src 'self'; script-src 'self' "
					  "'wasm-unsafe-eval'");
	if (strncmp(file->type, "text/html", 9) == 0)
		write_script_hashes(px_buf_view(&file->content), &file->headers);
	(void)px_buf_text(&file->headers, "; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
					  "object-src 'none'; base-uri 'self'; form-action 'self'; "
					  "frame-ancestors 'none'\r\n");
}

static void add_file(struct px_assets *assets, const char *path, const char *name)
{
	struct file *file = px_calloc(1, sizeof(*file));
	FILE *in = fopen(path, "re");
	char chunk[16384];
	size_t n;

	px_buf_init(&file->content, FILE_MAX_BYTES);
	while (in && (n = fread(chunk, 1, sizeof(chunk), in)) > 0)
		(void)!px_buf_append(&file->content, chunk, n);
	if (in)
		fclose(in);
	if (!in || file->content.overflow || assets->count >= FILES_MAX) {
		px_log(PX_LOG_WARN, "assets", "file left out", PX_LF("path", path));
		px_buf_release(&file->content);
		free(file);
		return;
	}
	file->type = type_of(px_str(name));
	file->immutable = strstr(name, "/_next/static/") != NULL; /* names carry a hash of the content */
	snprintf(file->etag, sizeof(file->etag), "\"%016llx\"",
		 (unsigned long long)px_str_hash(px_buf_view(&file->content)));
	write_headers(file);
	if (file->headers.overflow) {
		px_log(PX_LOG_WARN, "assets", "file left out: too many scripts inside", PX_LF("path", path));
		px_buf_release(&file->headers);
		px_buf_release(&file->content);
		free(file);
		return;
	}
	px_map_put(&assets->files, px_str(name), file);
	assets->count++;
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
			add_file(assets, path, name);
	}
	if (dir)
		closedir(dir);
}

struct px_assets *px_assets_new(const char *folder)
{
	struct px_assets *assets = px_calloc(1, sizeof(*assets));

	px_map_init(&assets->files);
	if (folder)
		add_folder(assets, folder, "", 0);
	return assets;
}

void px_assets_free(struct px_assets *assets)
{
	size_t position = 0;
	void *value;

	if (!assets)
		return;
	while (px_map_next(&assets->files, &position, NULL, &value)) {
		px_buf_release(&((struct file *)value)->headers);
		px_buf_release(&((struct file *)value)->content);
		free(value);
	}
	px_map_release(&assets->files);
	free(assets);
}

/* "/tasks" -> "/tasks", "/tasks.html", "/tasks/index.html", in this order. */
static struct file *find(const struct px_assets *assets, struct px_str path)
{
	static const char *const endings[] = { "", ".html", "/index.html" };

	while (path.size > 0 && path.data[path.size - 1] == '/')
		path.size--;
	for (size_t i = 0; i < 3; i++) {
		char name[1024];
		int n = snprintf(name, sizeof(name), "%.*s%s", PX_STR_ARG(path), endings[i]);
		struct file *file = n < (int)sizeof(name) ? px_map_get(&assets->files, px_str(name)) : NULL;
		if (file)
			return file;
	}
	return NULL;
}

bool px_assets_serve(struct px_assets *assets, struct px_http_exchange *exchange)
{
	const struct px_http_request *request = px_http_request(exchange);
	const struct file *file = find(assets, request->path);

	if (!file || (request->method != PX_HTTP_GET && request->method != PX_HTTP_HEAD))
		return false;
	struct px_str match = px_http_header(request, "if-none-match");
	bool same = match.data && (px_str_eq(match, PX_STR("*")) ||
				   px_str_find(match, px_str(file->etag)) != SIZE_MAX);
	px_http_respond(exchange, same ? 304 : 200, file->type, px_buf_view(&file->headers),
			same ? PX_STR("") : px_buf_view(&file->content));
	return true;
}
