/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Logins that end while others look: between the check of a socket's token
 * and its admission, and on another node.
 *
 * Whole servers run in this process.  The linker puts this file between them
 * and three of their calls (CMakeLists.txt): px_api_new tells what a server is
 * made of, px_auth_resolve may be followed by a revocation, and px_bus_publish
 * joins all servers to one bus, as a driver for several nodes does: each
 * publication reaches every node, the one it is from too.
 */
#include "api/api.h"
#include "app/server.h"
#include "base/log.h"
#include "domain/entities.h"
#include "support/temp.h"
#include "support/watchdog.h"

#include <curl/curl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <string.h>

#include <cmocka.h>

enum { NODES = 2, STORM = 50, BODY_MAX = 4096, POLLS_MAX = 20 };

struct node {
	struct temp_dir dir;
	struct px_config config;
	struct px_server *server;
	struct px_api_parts parts;
	struct px_id user;
};

static struct node nodes[NODES];
static size_t node_count; /* that have started; the next one is starting */
static _Atomic int publications;
static _Atomic bool revoke_after_resolving;

#define OK(call) \
	do { \
		struct px_error error = { 0 }; \
		enum px_err err_ = (call); \
		if (err_) \
			fail_msg("%s: %s: %s", #call, px_err_name(err_), error.message); \
	} while (0)

enum px_err __real_px_api_new(const struct px_api_parts *parts, struct px_api **api, struct px_error *error);
enum px_err __wrap_px_api_new(const struct px_api_parts *parts, struct px_api **api, struct px_error *error);
enum px_err __real_px_bus_publish(struct px_bus *bus, const struct px_bus_event *event);
enum px_err __wrap_px_bus_publish(struct px_bus *bus, const struct px_bus_event *event);
enum px_err __real_px_auth_resolve(struct px_auth *auth, struct px_str token, struct px_principal *principal,
				   struct px_error *error);
enum px_err __wrap_px_auth_resolve(struct px_auth *auth, struct px_str token, struct px_principal *principal,
				   struct px_error *error);

enum px_err __wrap_px_api_new(const struct px_api_parts *parts, struct px_api **api, struct px_error *error)
{
	nodes[node_count].parts = *parts;
	return __real_px_api_new(parts, api, error);
}

enum px_err __wrap_px_bus_publish(struct px_bus *bus, const struct px_bus_event *event)
{
	(void)bus;
	if (atomic_fetch_add(&publications, 1) < STORM) { /* a storm would never end */
		for (size_t i = 0; i < node_count; i++)
			assert_int_equal(__real_px_bus_publish(nodes[i].parts.bus, event), PX_OK);
	}
	return PX_OK;
}

static void nothing(void *arg)
{
	(void)arg;
}

/* Returns when all that the loops of the node had been given is done. */
static void let_loops_go_round(const struct node *node)
{
	for (unsigned i = 0; i < node->parts.loop_count; i++)
		px_loop_run_sync(node->parts.loops[i], nothing, NULL);
}

static void revoke_token(const struct node *node, struct px_id user, struct px_id token)
{
	struct px_store_tx *tx;

	OK(px_store_begin(node->parts.store, user, PX_STORE_WRITE, &tx, &error));
	OK(px_auth_token_revoke(node->parts.auth, tx, user, token, &error));
	OK(px_store_commit_wait(tx, &error));
}

/* The token was found good; before its socket hears of that, it is revoked and everybody has been told. */
enum px_err __wrap_px_auth_resolve(struct px_auth *auth, struct px_str token, struct px_principal *principal,
				   struct px_error *error)
{
	enum px_err err = __real_px_auth_resolve(auth, token, principal, error);

	if (err == PX_OK && atomic_exchange(&revoke_after_resolving, false)) {
		revoke_token(&nodes[0], principal->user, principal->session);
		let_loops_go_round(&nodes[0]);
	}
	return err;
}

static void start_node(struct node *node)
{
	temp_dir_make(&node->dir);
	px_config_init(&node->config);
	OK(px_config_set(&node->config, "data", node->dir.path, &error));
	OK(px_config_set(&node->config, "ping-interval-ms", "1000", &error));
	OK(px_server_start(&node->config, true, &node->server, &error));
	OK(px_auth_ensure_owner(node->parts.auth, &node->user, &error));
	node_count++;
}

static int start_nodes(void **state)
{
	*state = nodes;
	px_log_set_level(PX_LOG_NONE);
	node_count = 0;
	watchdog_start();
	for (size_t i = 0; i < NODES; i++)
		start_node(&nodes[i]);
	atomic_store(&publications, 0);
	return 0;
}

static int stop_nodes(void **state)
{
	(void)state;
	for (size_t i = 0; i < node_count; i++) {
		px_server_stop(nodes[i].server);
		px_config_release(&nodes[i].config);
		temp_dir_remove(&nodes[i].dir);
	}
	watchdog_stop();
	return 0;
}

static struct px_id add_token(const struct node *node, char text[PX_TOKEN_TEXT])
{
	struct px_auth_token token = { .user = node->user, .name = "a test's", .scopes = PX_SCOPE_ALL, .expires = PX_TIME_NONE };
	struct px_store_tx *tx;

	OK(px_store_begin(node->parts.store, node->user, PX_STORE_WRITE, &tx, &error));
	OK(px_auth_token_add(node->parts.auth, tx, &token, text, &error));
	OK(px_store_commit_wait(tx, &error));
	return token.id;
}

/* ------------------------------------------------- a client that long-polls */

struct client {
	CURL *curl;
	char url[512], body[BODY_MAX];
	size_t size;
};

static size_t take(char *data, size_t one, size_t count, void *arg)
{
	struct client *client = arg;

	(void)one;
	assert_true(client->size + count < BODY_MAX);
	memcpy(client->body + client->size, data, count);
	client->size += count;
	client->body[client->size] = '\0';
	return count;
}

/* GET, or POST if there is something to send; the status. */
static long ask(struct client *client, const char *send)
{
	long status;

	client->size = 0;
	client->body[0] = '\0';
	curl_easy_reset(client->curl);
	curl_easy_setopt(client->curl, CURLOPT_URL, client->url);
	curl_easy_setopt(client->curl, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(client->curl, CURLOPT_WRITEDATA, client);
	if (send)
		curl_easy_setopt(client->curl, CURLOPT_POSTFIELDS, send);
	assert_int_equal(curl_easy_perform(client->curl), CURLE_OK);
	curl_easy_getinfo(client->curl, CURLINFO_RESPONSE_CODE, &status);
	return status;
}

/* Opens a session and asks to be let in with the token. */
static void connect_with(struct client *client, const char *token)
{
	char id[64], packet[256];

	client->curl = curl_easy_init();
	snprintf(client->url, sizeof(client->url), "%s/socket.io/?EIO=4&transport=polling", px_server_url(nodes[0].server));
	assert_int_equal(ask(client, NULL), 200);
	assert_int_equal(sscanf(client->body, "0{\"sid\":\"%63[^\"]\"", id), 1);
	snprintf(client->url + strlen(client->url), sizeof(client->url) - strlen(client->url), "&sid=%s", id);
	snprintf(packet, sizeof(packet), "40{\"token\":\"%s\"}", token);
	assert_int_equal(ask(client, packet), 200);
}

/* Reads until the server pings, which it does to those who stay, or has ended the session. */
static bool stays(struct client *client)
{
	for (int i = 0; i < POLLS_MAX; i++) {
		if (ask(client, NULL) != 200)
			return false;
		for (char *packet = client->body; packet; packet = strchr(packet, '\x1e')) {
			packet += *packet == '\x1e';
			if (*packet == '1' || strncmp(packet, "41", 2) == 0 || strncmp(packet, "44", 2) == 0)
				return false;
			if (*packet == '2')
				return true;
		}
	}
	fail_msg("neither pinged nor ended: %s", client->body);
	return false;
}

static void a_socket_with_a_good_token_stays(void **state)
{
	struct client client;
	char token[PX_TOKEN_TEXT];

	(void)state;
	add_token(&nodes[0], token);
	connect_with(&client, token);
	assert_true(stays(&client));
	curl_easy_cleanup(client.curl);
}

static void a_token_revoked_between_its_check_and_the_admission_lets_nobody_stay(void **state)
{
	struct client client;
	char token[PX_TOKEN_TEXT];

	(void)state;
	struct px_id id = add_token(&nodes[0], token);
	atomic_store(&revoke_after_resolving, true);
	connect_with(&client, token);
	assert_false(stays(&client));
	assert_true(px_auth_is_revoked(nodes[0].parts.auth, id)); /* so it was not refused for another reason */
	curl_easy_cleanup(client.curl);
}

/* ------------------------------------------------------ several nodes, one bus */

static void a_revocation_is_published_once_however_many_nodes_hear_of_it(void **state)
{
	char token[PX_TOKEN_TEXT];

	(void)state;
	for (size_t from = 0; from < NODES; from++) {
		struct px_id id = add_token(&nodes[from], token);
		atomic_store(&publications, 0);
		revoke_token(&nodes[from], nodes[from].user, id);
		for (size_t i = 0; i < NODES; i++) {
			let_loops_go_round(&nodes[i]);
			assert_true(px_auth_is_revoked(nodes[i].parts.auth, id));
		}
		assert_int_equal(atomic_load(&publications), 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_socket_with_a_good_token_stays, start_nodes, stop_nodes),
		cmocka_unit_test_setup_teardown(a_token_revoked_between_its_check_and_the_admission_lets_nobody_stay, start_nodes, stop_nodes),
		cmocka_unit_test_setup_teardown(a_revocation_is_published_once_however_many_nodes_hear_of_it, start_nodes, stop_nodes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
