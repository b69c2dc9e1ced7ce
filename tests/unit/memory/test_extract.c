/* SPDX-License-Identifier: Apache-2.0 */
/*
 * However the other program behaves, reading a file ends with a sentence.  Its
 * place is taken by scripts that say too much, too little, end badly or never.
 */
#include "memory/extract.h"

#include "base/clock.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/pixie-extract-XXXXXX", helper[sizeof(folder) + 16];

static int make_folder(void **state)
{
	(void)state;
	signal(SIGPIPE, SIG_IGN); /* as in the server */
	if (!mkdtemp(folder))
		return -1;
	snprintf(helper, sizeof(helper), "%s/helper", folder);
	return 0;
}

static int remove_folder(void **state)
{
	(void)state;
	unlink(helper);
	return rmdir(folder);
}

static void write_helper(const char *script)
{
	int fd = open(helper, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0700);

	assert_true(fd >= 0);
	assert_int_equal(dprintf(fd, "#!/bin/sh\n%s\n", script), (int)strlen(script) + 11);
	close(fd);
}

static enum px_err extract(const char *script, const _Atomic bool *cancel, struct px_buf *text, struct px_error *error)
{
	const struct px_extraction extraction = { .helper = helper, .media_type = "application/pdf", .bytes = PX_STR("%PDF-1.4 bytes"),
						  .cancel = cancel };
	enum px_chunk_format format;

	if (script)
		write_helper(script);
	enum px_err err = px_extract(&extraction, text, &format, error);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* no child is left */
	return err;
}

static void test_ends(void **state)
{
	static const struct { const char *script; enum px_err err; const char *words; } rows[] = {
		{ "printf '+text'", PX_OK, "text" },
		{ "printf '+'; cat", PX_OK, "%PDF-1.4 bytes" },
		{ "printf -- '-No text was found.'; exit 1", PX_INVALID, "No text was found." },
		{ "exit 0", PX_INVALID, "damaged" },
		{ "printf 'something else'", PX_INVALID, "" },
		{ "exit 2", PX_INVALID, "512 MB" },
		{ "exit 77", PX_INVALID, "512 MB" },
		{ "kill -KILL $$", PX_TIMEOUT, "20 seconds of processor time" },
		{ "kill -XCPU $$", PX_TIMEOUT, "20 seconds of processor time" },
		{ "printf '+half'; kill -SEGV $$", PX_INVALID, "damaged" },
		{ "printf '+'; exec cat /dev/zero", PX_TOO_LARGE, "16 MB" },
		{ "ulimit -t 1; while :; do :; done", PX_TIMEOUT, "processor time" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct px_buf text = PX_BUF_INIT(PX_EXTRACT_TEXT_MAX);
		struct px_error error = { 0 };
		enum px_err err = extract(rows[i].script, NULL, &text, &error);
		if (err != rows[i].err)
			fail_msg("%s: %s (%s)", rows[i].script, px_err_name(err), error.message);
		if (!err)
			assert_true(px_str_eq(px_buf_view(&text), px_str(rows[i].words)));
		else if (!strstr(error.message, rows[i].words))
			fail_msg("%s: %s", rows[i].script, error.message);
		px_buf_release(&text);
	}
}

/* One that goes on for ever is ended when the server stops, and at once. */
static void test_cancel(void **state)
{
	struct px_buf text = PX_BUF_INIT(PX_EXTRACT_TEXT_MAX);
	const _Atomic bool cancel = true;
	struct px_error error = { 0 };
	int64_t begin = px_clock_mono();

	(void)state;
	assert_int_equal(extract("exec sleep 60", &cancel, &text, &error), PX_CANCELLED);
	assert_true(px_clock_mono() - begin < INT64_C(20000000000));
	px_buf_release(&text);
}

/* It gets no environment, no open file and no blocked signal of the server's. */
static void test_nothing_is_handed_on(void **state)
{
	struct px_buf text = PX_BUF_INIT(PX_EXTRACT_TEXT_MAX);
	struct px_error error = { 0 };
	int kept = open("/dev/null", O_RDONLY); /* on purpose without O_CLOEXEC */

	(void)state;
	setenv("PIXIE_SECRET", "plumtree", 1);
	assert_int_equal(extract("printf '+'; tr '\\0' '\\n' </proc/$$/environ; echo; ls -l /proc/$$/fd", NULL, &text, &error), PX_OK);
	const char *said = px_buf_str(&text, PX_STR("")) == PX_OK ? text.data : "";
	assert_null(strstr(said, "plumtree"));
	assert_non_null(strstr(said, "LC_ALL=C.UTF-8"));
	char fd[32];
	snprintf(fd, sizeof(fd), " %d -> /dev/null", kept);
	assert_null(strstr(said, fd));
	close(kept);
	px_buf_release(&text);
}

static void test_no_program(void **state)
{
	struct px_buf text = PX_BUF_INIT(PX_EXTRACT_TEXT_MAX);
	struct px_error error = { 0 };

	(void)state;
	unlink(helper);
	assert_int_equal(extract(NULL, NULL, &text, &error), PX_UNSUPPORTED);
	assert_non_null(strstr(error.message, "can't be started"));
	px_buf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_cancel),
		cmocka_unit_test(test_nothing_is_handed_on),
		cmocka_unit_test(test_no_program),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
