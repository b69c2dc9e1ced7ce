/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of media types, and the life of one run of pixie-extract: bytes by
 * a sealed memory file on its standard input, text or a sentence on its output.
 */
#include "memory/extract.h"

#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define DOCX "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#define ODT "application/vnd.oasis.opendocument.text"

enum { POLL_MS = 100 };

static const struct {
	const char *type, *endings; /* of names, each followed by a space */
	const char *mode;           /* of pixie-extract; NULL: text already */
	enum px_chunk_format format;
} types[] = {
	{ "text/markdown", ".md .markdown ", NULL, PX_CHUNK_MARKDOWN },
	{ "text/html", ".html .htm .xhtml ", NULL, PX_CHUNK_HTML },
	{ "application/xhtml+xml", "", NULL, PX_CHUNK_HTML },
	{ "message/rfc822", ".eml .mht ", NULL, PX_CHUNK_MAIL },
	{ "text/plain", ".txt .text .org .rst .log .csv ", NULL, PX_CHUNK_TEXT },
	{ "text/csv", "", NULL, PX_CHUNK_TEXT },
	{ "application/pdf", ".pdf ", "pdf", PX_CHUNK_TEXT },
	{ DOCX, ".docx ", "docx", PX_CHUNK_HTML },
	{ ODT, ".odt ", "odt", PX_CHUNK_HTML },
};
enum { TYPES = sizeof(types) / sizeof(types[0]) };

static size_t find_type(const char *media_type)
{
	size_t i = 0;

	while (i < TYPES && (!media_type || strcasecmp(types[i].type, media_type) != 0))
		i++;
	return i;
}

/* The row whose endings hold that of the name; TYPES if none does. */
static size_t find_ending(const char *name)
{
	const char *dot = name ? strrchr(name, '.') : NULL;
	size_t n = dot ? strlen(dot) : 0;

	for (size_t i = 0; n > 1 && i < TYPES; i++) {
		for (const char *at = types[i].endings; *at; at += strcspn(at, " ") + 1) {
			if (strcspn(at, " ") == n && strncasecmp(at, dot, n) == 0)
				return i;
		}
	}
	return TYPES;
}

const char *px_extract_type(const char *declared, const char *name, struct px_str bytes)
{
	size_t known = find_type(declared), named = find_ending(name);

	/* A name says more than "some text" or "some bytes". */
	if (known == TYPES || strcmp(types[known].type, "text/plain") == 0)
		known = named < TYPES ? named : known;
	if (known < TYPES)
		return types[known].type;
	if (px_str_starts(bytes, PX_STR("%PDF-")))
		return "application/pdf";
	if (declared && declared[0] && strcmp(declared, "application/octet-stream") != 0)
		return declared;
	return memchr(bytes.data, '\0', bytes.size) || px_str_starts(bytes, PX_STR("PK\3\4")) ? "application/octet-stream" : "text/plain";
}

bool px_extract_reads(const char *media_type)
{
	return find_type(media_type) < TYPES || (media_type && strncasecmp(media_type, "text/", 5) == 0);
}

/* ------------------------------------------------------------ the other program */

struct child {
	pid_t pid;
	int out;
};

/* The bytes as a file that has no name. */
static int hold(struct px_str bytes)
{
	int fd = memfd_create("document", MFD_CLOEXEC);

	while (fd >= 0 && bytes.size) {
		ssize_t put = write(fd, bytes.data, bytes.size);
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0) {
			close(fd);
			return -1;
		}
		bytes = px_str_n(bytes.data + put, bytes.size - (size_t)put);
	}
	if (fd >= 0)
		lseek(fd, 0, SEEK_SET);
	return fd;
}

/* No signals of ours are blocked or ignored in it, no environment is its own. */
static int spawn(const char *helper, const char *mode, const char *option, int in, int out, pid_t *pid)
{
	char *const arguments[] = { (char *)"pixie-extract", (char *)mode, (char *)option, NULL };
	char *const environment[] = { (char *)"LC_ALL=C.UTF-8", NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none, usual;

	sigemptyset(&none);
	sigemptyset(&usual);
	sigaddset(&usual, SIGPIPE);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &usual);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	int failed = posix_spawn(pid, helper, &actions, &attributes, arguments, environment);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return failed;
}

static enum px_err start(const struct px_extraction *extraction, const char *mode, const char *option, struct child *child,
			 struct px_error *error)
{
	int ends[2], in = hold(extraction->bytes);

	if (in < 0 || pipe2(ends, O_CLOEXEC) != 0) {
		int why = errno;
		if (in >= 0)
			close(in);
		return px_fail(error, PX_IO, NULL, "the file can't be handed over: %s", strerror(why));
	}
	int failed = spawn(extraction->helper ? extraction->helper : "", mode, option, in, ends[1], &child->pid);
	close(in);
	close(ends[1]);
	child->out = ends[0];
	if (!failed)
		return PX_OK;
	close(ends[0]);
	return px_fail(error, PX_UNSUPPORTED, NULL, "this kind of file is read by the program pixie-extract, which can't be started: %s",
		       strerror(failed));
}

/* All that the child says, until it ends, takes too long, says too much, or is not wanted any more. */
static enum px_err listen_to(const struct px_extraction *extraction, struct child *child, struct px_buf *said,
			     struct px_error *error)
{
	int64_t until = px_clock_mono() + PX_EXTRACT_MS * INT64_C(1000000);
	char part[65536];

	for (;;) {
		struct pollfd ready = { child->out, POLLIN, 0 };
		int n = poll(&ready, 1, POLL_MS);
		if (extraction->cancel && atomic_load(extraction->cancel))
			return px_fail(error, PX_CANCELLED, NULL, "the server stops");
		if (px_clock_mono() > until)
			return px_fail(error, PX_TIMEOUT, NULL, "reading it takes longer than %d seconds", PX_EXTRACT_MS / 1000);
		if (n <= 0)
			continue;
		ssize_t got = read(child->out, part, sizeof(part));
		if (got == 0)
			return PX_OK;
		if (got < 0 && errno != EINTR)
			return px_fail(error, PX_IO, NULL, "reading it failed: %s", strerror(errno));
		if (got > 0 && px_buf_append(said, part, (size_t)got) != PX_OK)
			return px_fail(error, PX_TOO_LARGE, NULL, "its text is longer than %d MB", PX_EXTRACT_TEXT_MAX >> 20);
	}
}

/* How the child ended, where it did not say so itself. */
static enum px_err end(struct child *child, enum px_err err, struct px_error *error)
{
	int status = 0;

	if (err)
		kill(child->pid, SIGKILL);
	while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	close(child->out);
	if (err || (WIFEXITED(status) && WEXITSTATUS(status) < 2))
		return err;
	if (WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL))
		return px_fail(error, PX_TIMEOUT, NULL, "reading it takes more than 20 seconds of processor time");
	return px_fail(error, PX_INVALID, NULL, "it can't be read: it is damaged, or needs more than 512 MB of memory");
}

/* "+" and the result, or "-" and why there is none. */
static enum px_err run_helper(const struct px_extraction *extraction, const char *mode, const char *option, struct px_buf *text,
			      struct px_error *error)
{
	struct child child;

	enum px_err err = start(extraction, mode, option, &child, error);
	if (err)
		return err;
	err = listen_to(extraction, &child, text, error);
	err = end(&child, err, error);
	if (err)
		return err;
	struct px_str said = px_buf_view(text);
	if (px_str_starts(said, PX_STR("+"))) {
		px_buf_consume(text, 1);
		return PX_OK;
	}
	if (said.size < 2)
		return px_fail(error, PX_INVALID, NULL, "it can't be read: it is damaged");
	return px_fail(error, PX_INVALID, NULL, "%.*s", (int)(said.size > 200 ? 199 : said.size - 1), said.data + 1);
}

enum px_err px_extract(const struct px_extraction *extraction, struct px_buf *text, enum px_chunk_format *format,
		       struct px_error *error)
{
	size_t type = find_type(extraction->media_type);

	if (!px_extract_reads(extraction->media_type))
		return px_fail(error, PX_UNSUPPORTED, NULL,
			       "files of the kind %.80s can't be read; text, Markdown, HTML, mail, PDF, DOCX and ODT can",
			       extraction->media_type ? extraction->media_type : "that is not known");
	*format = type < TYPES ? types[type].format : PX_CHUNK_TEXT;
	if (type < TYPES && types[type].mode)
		return run_helper(extraction, types[type].mode, NULL, text, error);
	if (memchr(extraction->bytes.data, '\0', extraction->bytes.size))
		return px_fail(error, PX_INVALID, NULL, "it is no text: it holds zero bytes (UTF-16 must be saved as UTF-8 first)");
	if (px_buf_str(text, extraction->bytes) != PX_OK)
		return px_fail(error, PX_TOO_LARGE, NULL, "its text is longer than %d MB", PX_EXTRACT_TEXT_MAX >> 20);
	return PX_OK;
}

/* ------------------------------------------------------------------- pictures */

bool px_picture_is(struct px_str bytes)
{
	return px_str_starts(bytes, PX_STR("\xff\xd8\xff")) || px_str_starts(bytes, PX_STR("\x89PNG\r\n\x1a\n")) ||
	       px_str_starts(bytes, PX_STR("GIF87a")) || px_str_starts(bytes, PX_STR("GIF89a")) ||
	       (bytes.size >= 12 && px_str_starts(bytes, PX_STR("RIFF")) && memcmp(bytes.data + 8, "WEBP", 4) == 0);
}

enum px_err px_picture_shrink(const char *helper, struct px_str bytes, int64_t side, struct px_picture *picture,
			      struct px_error *error)
{
	const struct px_extraction extraction = { .helper = helper, .bytes = bytes };
	struct px_str width, height, rest;
	char option[24];

	snprintf(option, sizeof(option), "%" PRId64, side);
	enum px_err err = run_helper(&extraction, "picture", option, &picture->jpeg, error);
	if (err)
		return err;
	height = px_str_cut(px_buf_view(&picture->jpeg), '\n', &rest);
	size_t head = height.size + 1;
	width = px_str_cut(height, ' ', &height);
	if (!px_str_to_int64(width, &picture->width) || !px_str_to_int64(height, &picture->height) || !rest.size)
		return px_fail(error, PX_INVALID, NULL, "it is damaged");
	px_buf_consume(&picture->jpeg, head);
	return PX_OK;
}

enum px_err px_extract_mail(const char *helper, struct px_str bytes, const _Atomic bool *cancel, struct px_buf *json,
			    struct px_error *error)
{
	struct px_extraction extraction = { .helper = helper, .media_type = "message/rfc822", .bytes = bytes, .cancel = cancel };

	return run_helper(&extraction, "mail", NULL, json, error);
}
