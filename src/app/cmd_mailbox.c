/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pixie mail: the mailboxes that Pixie reads.
 */
#include "app/command.h"

#include "app/secrets.h"
#include "base/uri.h"

#include <stdlib.h>
#include <string.h>

enum { PATH_MAX_BYTES = 4096, SECRET_MAX = 4096 };
#define ACCOUNTS "/api/v1/mail/accounts"

static void show_account(const json_t *row)
{
	const char *problem = px_command_member(row, "problem"), *name = px_command_member(row, "name");

	printf("%s  %-11s  %s%s%s%s at %s:%lld, %lld mails read", px_command_member(row, "id"), px_command_member(row, "state"),
	       px_command_member(row, "address"), name ? " (" : "", name ? name : "", name ? ")" : "", px_command_member(row, "host"),
	       (long long)json_integer_value(json_object_get(row, "port")), (long long)json_integer_value(json_object_get(row, "taken")));
	if (json_integer_value(json_object_get(row, "skipped")))
		printf(", %lld passed over", (long long)json_integer_value(json_object_get(row, "skipped")));
	printf("\n");
	if (problem)
		printf("    %s\n", problem);
}

static void show_accounts(const json_t *answer, const void *none)
{
	const json_t *rows = json_object_get(answer, "items");

	for (size_t i = 0; i < json_array_size(rows); i++)
		show_account(json_array_get(rows, i));
	if (!json_array_size(rows))
		puts(none);
}

int px_cmd_mail_list(struct px_invocation *invocation)
{
	return px_command_call(invocation, "GET", ACCOUNTS, NULL, show_accounts, "No mailbox is read.");
}

static void set_text(json_t *body, const char *key, const char *value)
{
	if (value)
		json_object_set_new(body, key, json_string(value));
}

/* "INBOX,Bills" */
static void set_folders(json_t *body, const char *text)
{
	json_t *list = json_array();

	for (const char *at = text; at && *at;) {
		size_t size = strcspn(at, ",");
		if (size)
			json_array_append_new(list, json_stringn(at, size));
		at += size + (at[size] == ',');
	}
	if (text)
		json_object_set(body, "folders", list);
	json_decref(list);
}

/* The password, or with --token-url the refresh token, is read as secrets are: never an argument. */
static enum px_err set_secret(struct px_invocation *invocation, json_t *body, struct px_error *error)
{
	bool token = px_command_option(invocation, "token-url") != NULL;
	struct px_buf value = PX_BUF_INIT(SECRET_MAX);
	enum px_err err = px_secret_ask(token ? "refresh token" : "password", &value, error);

	if (!err)
		json_object_set_new(body, token ? "refresh_token" : "password", json_stringn(value.data, value.size));
	px_secret_release(&value);
	return err;
}

static void show_added(const json_t *answer, const void *arg)
{
	(void)arg;
	printf("Added as %s; it is read while `pixie serve` runs. `pixie mail test %s` signs in now.\n",
	       px_command_member(answer, "id"), px_command_member(answer, "id"));
}

int px_cmd_mail_add(struct px_invocation *invocation)
{
	const char *port = px_command_option(invocation, "port"), *days = px_command_option(invocation, "days");
	json_t *body = json_object();
	struct px_error error;

	set_text(body, "address", invocation->arguments[0]);
	set_text(body, "host", invocation->arguments[1]);
	set_text(body, "name", px_command_option(invocation, "name"));
	set_text(body, "user", px_command_option(invocation, "user"));
	set_text(body, "token_url", px_command_option(invocation, "token-url"));
	set_text(body, "client_id", px_command_option(invocation, "client-id"));
	set_folders(body, px_command_option(invocation, "folders"));
	if (px_command_option(invocation, "token-url"))
		set_text(body, "auth", "xoauth2");
	if (px_command_option(invocation, "starttls"))
		set_text(body, "security", "starttls");
	if (port)
		json_object_set_new(body, "port", json_integer(strtoll(port, NULL, 10)));
	if (days)
		json_object_set_new(body, "back_days", json_integer(strtoll(days, NULL, 10)));
	json_object_set_new(body, "remember", json_boolean(px_command_option(invocation, "remember") != NULL));
	json_object_set_new(body, "replies", json_boolean(px_command_option(invocation, "replies") != NULL));
	enum px_err err = set_secret(invocation, body, &error);
	int status = err ? px_command_fail(invocation, &error)
			 : px_command_call(invocation, "POST", ACCOUNTS, body, show_added, NULL);
	json_decref(body);
	return status;
}

static void show_test(const json_t *answer, const void *arg)
{
	const json_t *folders = json_object_get(answer, "folders");
	const char *problem = px_command_member(answer, "problem");

	(void)arg;
	if (problem) {
		printf("It can't be read: %s\n", problem);
		return;
	}
	printf("Signed in. Folders:\n");
	for (size_t i = 0; i < json_array_size(folders); i++)
		printf("  %s\n", json_string_value(json_array_get(folders, i)));
}

static int call_one(struct px_invocation *invocation, const char *method, const char *verb,
		    void (*show)(const json_t *answer, const void *arg), const void *arg)
{
	struct px_buf path = PX_BUF_INIT(PATH_MAX_BYTES);

	(void)px_buf_text(&path, ACCOUNTS "/");
	px_uri_escape(&path, px_str(invocation->arguments[0]));
	(void)px_buf_text(&path, verb);
	int status = px_command_call(invocation, method, path.data, NULL, show, arg);
	px_buf_release(&path);
	return status;
}

int px_cmd_mailbox_test(struct px_invocation *invocation)
{
	return call_one(invocation, "POST", "/test", show_test, NULL);
}

int px_cmd_mail_remove(struct px_invocation *invocation)
{
	return call_one(invocation, "DELETE", "", px_command_say, "Removed. What came of its mails stays.");
}
