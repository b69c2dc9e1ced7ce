/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pixie serve, settings, openapi.
 */
#include "api/api.h"
#include "app/command.h"
#include "app/issuers.h"
#include "app/server.h"
#include "app/webdir.h"
#include "app/welcome_link.h"
#include "base/clock.h"
#include "base/log.h"

#include <errno.h>
#include <malloc.h>
#include <sys/prctl.h>
#include <sys/resource.h>

enum { PAGE_MAX = 4 << 20, MMAP_THRESHOLD = 128 << 10 };

/* Only while the owner has no password, which the server knows. */
static void print_welcome(const struct px_config *config)
{
	struct px_buf link = PX_BUF_INIT(4096);
	struct px_error error;
	enum px_err err = px_welcome_link(config, &link, &error);

	if (!err)
		printf("open this once, within a day, and you are logged in:  %s\n", link.data);
	else if (err != PX_CONFLICT)
		px_log(PX_LOG_WARN, "server", "no link to log in by was made", PX_LF("reason", error.message));
	px_buf_release(&link);
}

static void greet(const struct px_server *server, const struct px_config *config, int64_t started)
{
	bool elsewhere = strcmp(config->data, "./data") != 0;

	printf("Pixie is ready at %s (%lld ms)\n", px_server_url(server),
	       (long long)(px_clock_mono() - started) / 1000000);
	if (config->web[0])
		print_welcome(config);
	else
		puts("no web app: there is none beside this program; script/run builds it, or says why it can't");
	printf("data in %s, your token in %s/token\n", config->data, config->data);
	printf("try, in another shell:  %s ask %s%s%s\"lunch with Priya tomorrow 12:30\"\n", program_invocation_name,
	       elsewhere ? "--data " : "", elsewhere ? config->data : "", elsewhere ? " " : "");
	fflush(stdout);
}

/*
 * Keys and what people said stand in memory in the clear, and must not outlive a crash on a disk or in a crash report.
 * The limit keeps the kernel from writing a file; a handler that dumps are piped to ignores it, but not the flag.  The
 * sanitizers' builds go without the flag: it keeps their leak checker from looking at us.
 */
static void refuse_core_dumps(void)
{
	const struct rlimit none = { 0, 0 };

	if (setrlimit(RLIMIT_CORE, &none) != 0)
		px_log(PX_LOG_WARN, "server", "a crash may leave a core dump", PX_LF("reason", strerror(errno)));
#ifndef __SANITIZE_ADDRESS__
	(void)prctl(PR_SET_DUMPABLE, 0); /* fails for no such value as this */
#endif
}

int px_cmd_serve(struct px_invocation *invocation)
{
	int64_t started = px_clock_mono();
	struct px_server *server;
	struct px_error error;

	mallopt(M_ARENA_MAX, 4); /* threads share arenas: idle memory stays small */
	/* Fixed, else it grows with what is freed, and large blocks lie among small ones that keep their pages. */
	mallopt(M_MMAP_THRESHOLD, MMAP_THRESHOLD);
	refuse_core_dumps();
	px_server_block_signals();
	if (px_webdir_find(&invocation->config, &error) != PX_OK ||
	    px_server_start(&invocation->config, false, &server, &error) != PX_OK)
		return px_command_fail(invocation, &error);
	greet(server, &invocation->config, started);
	px_server_wait(server);
	px_server_stop(server);
	return PX_EXIT_OK;
}

static int print_and_release(struct px_buf *out)
{
	fwrite(out->data, 1, out->size, stdout);
	px_buf_release(out);
	return PX_EXIT_OK;
}

int px_cmd_settings(struct px_invocation *invocation)
{
	struct px_buf out = PX_BUF_INIT(PAGE_MAX);

	(void)invocation;
	(void)px_buf_text(&out, "# Settings\n\nMade by `pixie settings`; don't edit. Each may stand in `<data>/pixie.conf`\n"
				"(`name = value`), in the environment (`PIXIE_NAME`, dashes as underscores) or on the\n"
				"command line (`--name value`); later ones win. A SECRET is not taken from the command\n"
				"line; `pixie secret set` keeps it sealed.\n");
	px_config_markdown(&out);
	px_issuers_markdown(&out);
	return print_and_release(&out);
}

int px_cmd_openapi(struct px_invocation *invocation)
{
	struct px_buf out = PX_BUF_INIT(PAGE_MAX);

	(void)invocation;
	px_api_openapi(&out);
	(void)px_buf_char(&out, '\n');
	return print_and_release(&out);
}
