/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pixie user add, user list, token and welcome.
 */
#include "app/command.h"
#include "app/welcome_link.h"
#include "auth/auth.h"
#include "base/uri.h"

static void set_option(json_t *body, const struct px_invocation *invocation, const char *name)
{
	const char *value = px_command_option(invocation, name);

	if (value)
		json_object_set_new(body, name, json_string(value));
}

static const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "-";
}

/* Opens, calls, closes; *answer is the caller's. */
static enum px_err call(struct px_invocation *invocation, const char *method, const char *path,
			const json_t *body, json_t **answer, struct px_error *error)
{
	struct px_remote *remote;

	*answer = NULL;
	enum px_err err = px_remote_open(&invocation->config, &remote, error);
	if (err)
		return err;
	err = px_remote_call(remote, method, path, body, answer, error);
	px_remote_close(remote);
	return err;
}

int px_cmd_user_add(struct px_invocation *invocation)
{
	json_t *answer, *body = json_pack("{s:s}", "name", invocation->arguments[0]);
	struct px_error error;

	if (!body)
		body = json_object();
	set_option(body, invocation, "email");
	set_option(body, invocation, "zone");
	set_option(body, invocation, "locale");
	enum px_err err = call(invocation, "POST", "/api/v1/users", body, &answer, &error);
	json_decref(body);
	if (err)
		return px_command_fail(invocation, &error);
	if (invocation->json)
		px_command_print_json(answer);
	else
		printf("Added %s (%s).\nToken, shown only now: %s\n", text_of(answer, "name"),
		       text_of(answer, "id"), text_of(answer, "token"));
	json_decref(answer);
	return PX_EXIT_OK;
}

/* Fetches a list and prints it: as JSON, or a line for each item. */
static int print_list(struct px_invocation *invocation, const char *path,
		      void (*print)(const json_t *item))
{
	struct px_error error;
	json_t *answer;

	if (call(invocation, "GET", path, NULL, &answer, &error) != PX_OK)
		return px_command_fail(invocation, &error);
	const json_t *items = json_object_get(answer, "items");
	if (invocation->json)
		px_command_print_json(answer);
	for (size_t i = 0; !invocation->json && i < json_array_size(items); i++)
		print(json_array_get(items, i));
	json_decref(answer);
	return PX_EXIT_OK;
}

static void print_user(const json_t *user)
{
	printf("%s  %-20s %-28s %-18s%s\n", text_of(user, "id"), text_of(user, "name"),
	       text_of(user, "email"), text_of(user, "zone"),
	       json_is_true(json_object_get(user, "admin")) ? " admin" : "");
}

int px_cmd_user_list(struct px_invocation *invocation)
{
	return print_list(invocation, "/api/v1/users", print_user);
}

static int print_owner_token(struct px_invocation *invocation)
{
	struct px_buf token = PX_BUF_INIT(1024);
	struct px_error error;
	enum px_err err = px_auth_read_token_file(invocation->config.data, &token, &error);

	if (err)
		return px_command_fail(invocation, &error);
	if (invocation->json)
		printf("{\"token\": \"%s\"}\n", token.data);
	else
		puts(token.data);
	px_buf_release(&token);
	return PX_EXIT_OK;
}

static int make_token(struct px_invocation *invocation, const char *name)
{
	const char *days = px_command_option(invocation, "days");
	json_t *answer, *body = json_pack("{s:s}", "name", name);
	struct px_error error;
	int64_t number;

	if (!body)
		body = json_object();
	set_option(body, invocation, "scopes");
	if (days && px_str_to_int64(px_str(days), &number))
		json_object_set_new(body, "expires_in_days", json_integer(number));
	else if (days)
		json_object_set_new(body, "expires_in_days", json_string(days)); /* the server says what is wrong */
	enum px_err err = call(invocation, "POST", "/api/v1/tokens", body, &answer, &error);
	json_decref(body);
	if (err)
		return px_command_fail(invocation, &error);
	if (invocation->json)
		px_command_print_json(answer);
	else
		printf("Made \"%s\" (%s), scopes %s.\nToken, shown only now: %s\n", text_of(answer, "name"),
		       text_of(answer, "id"), text_of(answer, "scopes"), text_of(answer, "token"));
	json_decref(answer);
	return PX_EXIT_OK;
}

static void print_token(const json_t *token)
{
	const char *expires = json_string_value(json_object_get(token, "expires"));

	printf("%s  %-24s %-24s expires %s\n", text_of(token, "id"), text_of(token, "name"),
	       text_of(token, "scopes"), expires ? expires : "never");
}

static int revoke_token(struct px_invocation *invocation, const char *id)
{
	struct px_buf path = PX_BUF_INIT(1024);
	struct px_error error;
	json_t *answer;

	(void)px_buf_text(&path, "/api/v1/tokens/");
	px_uri_escape(&path, px_str(id));
	enum px_err err = call(invocation, "DELETE", path.data, NULL, &answer, &error);
	px_buf_release(&path);
	if (err)
		return px_command_fail(invocation, &error);
	if (!invocation->json)
		puts("Revoked.");
	return PX_EXIT_OK;
}

int px_cmd_token(struct px_invocation *invocation)
{
	const char *name = px_command_option(invocation, "name"), *id = px_command_option(invocation, "revoke");

	if (name)
		return make_token(invocation, name);
	if (id)
		return revoke_token(invocation, id);
	if (px_command_option(invocation, "list"))
		return print_list(invocation, "/api/v1/tokens", print_token);
	return print_owner_token(invocation);
}

int px_cmd_welcome(struct px_invocation *invocation)
{
	struct px_buf link = PX_BUF_INIT(4096);
	struct px_error error;

	if (px_welcome_link(&invocation->config, &link, &error) != PX_OK)
		return px_command_fail(invocation, &error);
	json_t *answer = json_pack("{s:s}", "link", link.data);
	if (invocation->json)
		px_command_print_json(answer);
	else
		puts(link.data);
	json_decref(answer);
	px_buf_release(&link);
	return PX_EXIT_OK;
}
