/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The command table: what `pixie <command>` knows, how it is called and what
 * it says about itself.
 */
#ifndef PX_APP_COMMAND_H
#define PX_APP_COMMAND_H

#include "app/remote.h"
#include "config/config.h"

#include <stdio.h>

struct px_option {
	const char *name;   /* "status": given as --status VALUE, or --status if value is NULL */
	const char *value;  /* "STATUS" */
	const char *doc;
};

enum { PX_OPTIONS_MAX = 16, PX_ARGUMENTS_MAX = 64 };

/* What the command line said, after settings and global options were taken out. */
struct px_invocation {
	struct px_config config;
	bool json;          /* --json: print what a program can read */
	const struct px_command *command;
	const char *options[PX_OPTIONS_MAX]; /* by index in the command's table; "" for a flag; NULL: not given */
	const char *arguments[PX_ARGUMENTS_MAX];
	int count;
};

struct px_command {
	const char *name;      /* "user add" */
	const char *arguments; /* "TEXT..." */
	const char *summary;   /* one line */
	const char *text;      /* paragraphs for --help */
	const struct px_option *options; /* ends with a NULL name; may be NULL */
	int least, most;       /* arguments */
	bool settings;         /* --help lists every setting */
	int (*run)(struct px_invocation *invocation); /* exit status */
};

extern const struct px_command px_commands[];

/* Exit statuses. */
enum { PX_EXIT_OK = 0, PX_EXIT_FAILED = 1, PX_EXIT_USAGE = 2, PX_EXIT_STOPPED = 130 /* by Ctrl-C, as shells have it */ };

/* Runs the program. */
int px_command_main(int argc, char **argv);
/* A text of a JSON object, or NULL. */
const char *px_command_member(const json_t *object, const char *key);
/* Adds "?name=value" or "&name=value" to a path; nothing for NULL. */
void px_command_query(struct px_buf *path, const char *name, const char *value);
/* An option's value by name; NULL if it was not given. */
const char *px_command_option(const struct px_invocation *invocation, const char *name);
/* "pixie: reason" on standard error, or a JSON object with --json; returns PX_EXIT_FAILED. */
int px_command_fail(const struct px_invocation *invocation, const struct px_error *error);
/*
 * One call of the API, and its end: the answer goes to `show`, or is printed as JSON if that is wanted
 * and there is one.  `body` may be NULL.  Returns the exit status.
 */
int px_command_call(struct px_invocation *invocation, const char *method, const char *path, const json_t *body,
		    void (*show)(const json_t *answer, const void *arg), const void *arg);
/* `show` of a call that answers nothing to be shown: prints `text`. */
void px_command_say(const json_t *answer, const void *text);
/* The arguments joined by spaces. */
void px_command_text(const struct px_invocation *invocation, struct px_buf *out);
/* Prints JSON, indented. */
void px_command_print_json(const json_t *value);

int px_cmd_serve(struct px_invocation *invocation);
int px_cmd_ask(struct px_invocation *invocation);
int px_cmd_chat(struct px_invocation *invocation);
int px_cmd_tasks(struct px_invocation *invocation);
int px_cmd_events(struct px_invocation *invocation);
int px_cmd_undo(struct px_invocation *invocation);
int px_cmd_proposals(struct px_invocation *invocation);
int px_cmd_accept(struct px_invocation *invocation);
int px_cmd_decline(struct px_invocation *invocation);
int px_cmd_memories(struct px_invocation *invocation);
int px_cmd_remember(struct px_invocation *invocation);
int px_cmd_forget(struct px_invocation *invocation);
int px_cmd_import(struct px_invocation *invocation);
int px_cmd_recall(struct px_invocation *invocation);
int px_cmd_reindex(struct px_invocation *invocation);
int px_cmd_usage(struct px_invocation *invocation);
int px_cmd_mail_test(struct px_invocation *invocation);
int px_cmd_mailbox_test(struct px_invocation *invocation);
int px_cmd_mail_add(struct px_invocation *invocation);
int px_cmd_mail_list(struct px_invocation *invocation);
int px_cmd_mail_remove(struct px_invocation *invocation);
int px_cmd_brief(struct px_invocation *invocation);
int px_cmd_notifications(struct px_invocation *invocation);
int px_cmd_notifications_ack(struct px_invocation *invocation);
int px_cmd_notifications_snooze(struct px_invocation *invocation);
int px_cmd_jobs(struct px_invocation *invocation);
int px_cmd_jobs_retry(struct px_invocation *invocation);
int px_cmd_jobs_drop(struct px_invocation *invocation);
int px_cmd_user_add(struct px_invocation *invocation);
int px_cmd_user_list(struct px_invocation *invocation);
int px_cmd_token(struct px_invocation *invocation);
int px_cmd_welcome(struct px_invocation *invocation);
int px_cmd_factor(struct px_invocation *invocation);
int px_cmd_factor_phone(struct px_invocation *invocation);
int px_cmd_factor_confirm(struct px_invocation *invocation);
int px_cmd_secret_set(struct px_invocation *invocation);
int px_cmd_secret_list(struct px_invocation *invocation);
int px_cmd_secret_remove(struct px_invocation *invocation);
int px_cmd_secret_rotate(struct px_invocation *invocation);
int px_cmd_store_copy(struct px_invocation *invocation);
int px_cmd_migrate(struct px_invocation *invocation);
int px_cmd_doctor(struct px_invocation *invocation);
int px_cmd_time(struct px_invocation *invocation);
int px_cmd_nlu(struct px_invocation *invocation);
int px_cmd_embed(struct px_invocation *invocation);
int px_cmd_settings(struct px_invocation *invocation);
int px_cmd_openapi(struct px_invocation *invocation);

#endif
