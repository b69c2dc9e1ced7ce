/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pixie doctor: checks what must hold and explains what does not.
 */
#include "app/command.h"
#include "app/datadir.h"
#include "app/embedder.h"
#include "app/mailer.h"
#include "app/models.h"
#include "app/secrets.h"
#include "app/services.h"
#include "auth/auth.h"
#include "auth/vault.h"
#include "sys/localzone.h"
#include "sys/zoneinfo.h"

#include <errno.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { DETAIL_MAX = 512, FILES_WANTED = 4096, MIB_WANTED = 256 };

enum verdict { GOOD, NOTE, BAD };

struct check {
	struct px_invocation *invocation;
	char detail[DETAIL_MAX];
};

static enum verdict check_folder(struct check *check)
{
	const char *folder = check->invocation->config.data;
	struct stat status;

	if (stat(folder, &status) != 0) {
		snprintf(check->detail, DETAIL_MAX, "%s does not exist yet; `pixie serve` makes it", folder);
		return NOTE;
	}
	if (!S_ISDIR(status.st_mode) || access(folder, R_OK | W_OK | X_OK) != 0) {
		snprintf(check->detail, DETAIL_MAX, "%s can't be used by this user; check owner and rights", folder);
		return BAD;
	}
	if (status.st_mode & 0077) {
		snprintf(check->detail, DETAIL_MAX, "%s can be read by others; run: chmod 700 %s", folder, folder);
		return NOTE;
	}
	snprintf(check->detail, DETAIL_MAX, "%s", folder);
	return GOOD;
}

static enum verdict check_space(struct check *check)
{
	struct statvfs fs;

	if (statvfs(check->invocation->config.data, &fs) != 0 && statvfs(".", &fs) != 0)
		return NOTE;
	unsigned long long mib = (unsigned long long)fs.f_bavail * fs.f_frsize >> 20;
	snprintf(check->detail, DETAIL_MAX, "%llu MiB free%s", mib,
		 mib < MIB_WANTED ? "; make room, or Pixie will refuse to write" : "");
	return mib < MIB_WANTED ? BAD : GOOD;
}

static enum verdict check_zones(struct check *check)
{
	const char *zone = check->invocation->config.zone;
	char local[PX_LOCALZONE_TEXT];

	if (!px_zoneinfo_get("Europe/Berlin")) {
		snprintf(check->detail, DETAIL_MAX, "the time zone database is missing; install the package tzdata");
		return BAD;
	}
	if (zone[0] && !px_zoneinfo_get(zone)) {
		snprintf(check->detail, DETAIL_MAX, "the setting zone names \"%s\", which is no time zone", zone);
		return BAD;
	}
	px_localzone_name(local);
	snprintf(check->detail, DETAIL_MAX, "%s", zone[0] ? zone : local);
	return GOOD;
}

static enum verdict check_files(struct check *check)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return NOTE;
	snprintf(check->detail, DETAIL_MAX, "%llu open files allowed%s", (unsigned long long)limit.rlim_cur,
		 limit.rlim_cur < FILES_WANTED ? "; for many clients raise it: ulimit -n 65536" : "");
	return limit.rlim_cur < FILES_WANTED ? NOTE : GOOD;
}

static enum verdict check_token(struct check *check)
{
	struct px_buf token = PX_BUF_INIT(1024);
	struct px_error error;
	enum px_err err = px_auth_read_token_file(check->invocation->config.data, &token, &error);

	px_buf_release(&token);
	if (err == PX_NOT_FOUND) {
		snprintf(check->detail, DETAIL_MAX, "none yet; the first `pixie serve` or `pixie ask` makes it");
		return NOTE;
	}
	snprintf(check->detail, DETAIL_MAX, "%s", err ? error.message : "present and private");
	return err ? BAD : GOOD;
}

static enum verdict check_server(struct check *check)
{
	struct px_buf url = PX_BUF_INIT(1024);
	bool runs = px_datadir_server(check->invocation->config.data, &url) == PX_OK;

	snprintf(check->detail, DETAIL_MAX, "%s", runs ? url.data : "none runs on this folder; start one with: pixie serve");
	px_buf_release(&url);
	return runs ? GOOD : NOTE;
}

/* Every page is read: a database is well only if all of it is. */
static enum px_err read_all(struct px_remote *remote, struct check *check, bool *intact, struct px_error *error)
{
	json_t *answer = NULL;
	enum px_err err = px_remote_call(remote, "GET", "/readyz", NULL, &answer, error);

	json_decref(answer);
	answer = NULL;
	if (!err)
		err = px_remote_call(remote, "GET", "/api/v1/storage/check", NULL, &answer, error);
	const char *problem = json_string_value(json_object_get(answer, "problem"));
	*intact = problem == NULL;
	if (problem)
		snprintf(check->detail, DETAIL_MAX, "%s; stop Pixie, keep a copy of what there is, and put a backup of the "
			 "database back", problem);
	json_decref(answer);
	return err;
}

/* Through the server, or by opening the database ourselves. */
static enum verdict check_database(struct check *check)
{
	struct px_remote *remote;
	struct px_error error;
	bool intact = true;

	if (access(check->invocation->config.data, F_OK) != 0) { /* opening would make it: we only look */
		snprintf(check->detail, DETAIL_MAX, "none yet");
		return NOTE;
	}
	enum px_err err = px_remote_open(&check->invocation->config, &remote, &error);
	if (!err) {
		err = read_all(remote, check, &intact, &error);
		px_remote_close(remote);
	}
	if (err || intact)
		snprintf(check->detail, DETAIL_MAX, "%s", err ? error.message : "reads and writes, every page is whole");
	return err || !intact ? BAD : GOOD;
}

static enum verdict check_mail(struct check *check)
{
	const struct px_config *config = &check->invocation->config;
	struct px_mailer *mailer = NULL;
	struct px_error error;

	if (!config->mail_url[0]) {
		snprintf(check->detail, DETAIL_MAX, "no mail server is set (mail-url): \"forgot password\", confirmations and invitations "
			 "by mail don't arrive");
		return NOTE;
	}
	enum px_err err = px_app_mailer(config, &mailer, &error);
	px_mailer_free(mailer);
	snprintf(check->detail, DETAIL_MAX, err ? "%s" : "by %s; try it: pixie mail test ADDRESS", err ? error.message : config->mail_url);
	return err ? BAD : GOOD;
}

/* Work that was tried until nobody believed in it any more, and mail that nobody can deliver yet. */
static enum verdict check_jobs(struct check *check)
{
	struct px_remote *remote;
	struct px_error error;
	json_t *answer = NULL;

	if (access(check->invocation->config.data, F_OK) != 0) {
		snprintf(check->detail, DETAIL_MAX, "none yet");
		return NOTE;
	}
	enum px_err err = px_remote_open(&check->invocation->config, &remote, &error);
	if (!err) {
		err = px_remote_call(remote, "GET", "/api/v1/jobs?state=dead&limit=200", NULL, &answer, &error);
		px_remote_close(remote);
	}
	if (err) {
		snprintf(check->detail, DETAIL_MAX, "%s", error.message);
		return BAD;
	}
	const json_t *items = json_object_get(answer, "items"), *first = json_array_get(items, 0);
	size_t count = json_array_size(items);
	bool more = json_is_string(json_object_get(answer, "next"));
	if (count == 0)
		snprintf(check->detail, DETAIL_MAX, "none was given up");
	else
		snprintf(check->detail, DETAIL_MAX, "%zu%s given up, such as %s: %s; see GET /api/v1/jobs, "
			 "POST /api/v1/jobs/%s/retry", count, more ? " or more" : "", json_string_value(json_object_get(first, "kind")),
			 json_string_value(json_object_get(first, "last_error")),
			 json_string_value(json_object_get(first, "id")));
	json_decref(answer);
	return count ? NOTE : GOOD;
}

/* Whether there is a key is told, never what it is. */
static bool has_key(const struct check *check, const char *name)
{
	struct px_buf value = PX_BUF_INIT(2 * PX_VAULT_VALUE_MAX);
	bool has = px_secret_find(&check->invocation->config, name, &value, NULL) == PX_OK && value.size > 0;

	px_secret_release(&value);
	return has;
}

static enum verdict check_models(struct check *check)
{
	const struct px_config *config = &check->invocation->config;
	struct px_models models;
	struct px_error error;

	if (!px_models_are_named(config)) {
		snprintf(check->detail, DETAIL_MAX, "none named (llm-simple, llm-strong): the built-in engine answers alone");
		return GOOD;
	}
	if (px_models_open(config, &models, &error) != PX_OK) {
		snprintf(check->detail, DETAIL_MAX, "%s", error.message);
		return BAD;
	}
	px_models_close(&models);
	snprintf(check->detail, DETAIL_MAX, "simple: %.100s; strong: %.100s; openai %s, anthropic %s", config->llm_simple,
		 config->llm_strong, has_key(check, "openai-key") ? "with a key" : "without a key",
		 has_key(check, "anthropic-key") ? "with a key" : "without a key");
	return GOOD;
}

/* How much is found by meaning, and by which model. */
static enum verdict check_memory(struct check *check)
{
	struct px_remote *remote;
	struct px_error error;
	json_t *state = NULL;

	if (access(check->invocation->config.data, F_OK) != 0) {
		snprintf(check->detail, DETAIL_MAX, "none yet");
		return NOTE;
	}
	enum px_err err = px_remote_open(&check->invocation->config, &remote, &error);
	if (!err) {
		err = px_remote_call(remote, "GET", "/api/v1/memory/index", NULL, &state, &error);
		px_remote_close(remote);
	}
	if (err) {
		snprintf(check->detail, DETAIL_MAX, "%s", error.message);
		return BAD;
	}
	const char *model = json_string_value(json_object_get(state, "model"));
	const char *word = json_string_value(json_object_get(state, "state"));
	long long items = json_integer_value(json_object_get(state, "items")), pending = json_integer_value(json_object_get(state, "pending"));
	bool held = word && strcmp(word, "held") == 0, weak = model && strncmp(model, "static", 6) == 0;
	snprintf(check->detail, DETAIL_MAX, "%lld texts, %lld of them not found by meaning yet; model %s%s%s", items, pending,
		 model ? model : "none: things are found by their words only",
		 held ? "; another one finds less, see `pixie reindex --help`" : "",
		 weak ? " (built in; `script/run` fetches one that finds more)" : "");
	json_decref(state);
	return !model || held || weak ? NOTE : GOOD;
}

/* As the server would keep them. */
static enum verdict check_bucket(struct check *check)
{
	const struct px_config *config = &check->invocation->config;
	struct px_blobs *blobs = NULL;
	struct px_error error;

	enum px_err err = px_files_open(config, NULL, &blobs, &error);
	if (!err)
		err = px_blobs_check(blobs, &error);
	px_blobs_free(blobs);
	if (err)
		snprintf(check->detail, DETAIL_MAX, "%s; see the settings s3-url, s3-key-id, s3-secret, s3-region and s3-ca", error.message);
	else
		snprintf(check->detail, DETAIL_MAX, "%s", config->s3_url);
	return err ? BAD : GOOD;
}

/* Files that documents were brought in as. */
static enum verdict check_uploads(struct check *check)
{
	char path[4096];
	struct stat status;

	if (check->invocation->config.s3_url[0])
		return check_bucket(check);
	snprintf(path, sizeof(path), "%s/files", check->invocation->config.data);
	if (stat(path, &status) != 0) {
		snprintf(check->detail, DETAIL_MAX, "none yet");
		return GOOD;
	}
	if (!S_ISDIR(status.st_mode) || access(path, R_OK | W_OK | X_OK) != 0) {
		snprintf(check->detail, DETAIL_MAX, "%.300s can't be used by this user; check owner and rights", path);
		return BAD;
	}
	snprintf(check->detail, DETAIL_MAX, "%.300s; %lld MB for each person at most (files-quota-mb)", path,
		 (long long)check->invocation->config.files_quota_mb);
	return GOOD;
}

static enum verdict check_bus(struct check *check)
{
	const struct px_config *config = &check->invocation->config;
	struct px_bus *bus = NULL;
	struct px_error error;

	enum px_err err = px_bus_open(config, &bus, &error);
	if (!err)
		err = px_bus_check(bus, &error);
	px_bus_free(bus);
	if (err)
		snprintf(check->detail, DETAIL_MAX, "%s; see the settings redis-url, redis-user, redis-password and redis-ca", error.message);
	else
		snprintf(check->detail, DETAIL_MAX, "%s", config->redis_url[0] ? config->redis_url : "in this process");
	return err ? BAD : GOOD;
}

static enum verdict check_vectors(struct check *check)
{
	const struct px_config *config = &check->invocation->config;
	struct px_vectors *vectors = NULL;
	struct px_error error;

	enum px_err err = px_vectors_open(config, &vectors, &error);
	if (!err)
		err = px_vectors_check(vectors, &error);
	px_vectors_free(vectors);
	if (err)
		snprintf(check->detail, DETAIL_MAX, "%s; see the settings qdrant-url, qdrant-key and qdrant-ca", error.message);
	else
		snprintf(check->detail, DETAIL_MAX, "%s", config->qdrant_url[0] ? config->qdrant_url : "in memory");
	return err ? BAD : GOOD;
}

/* What marks requests in a message that the rules are not sure of. */
static enum verdict check_reader(struct check *check)
{
	struct px_specialist *specialist;
	struct px_error error;
	enum px_err err = px_app_specialist_open(&check->invocation->config, &specialist, &error);

	px_specialist_close(specialist);
	if (!err)
		snprintf(check->detail, DETAIL_MAX, "reads what the rules are not sure of");
	else if (err == PX_NOT_FOUND)
		snprintf(check->detail, DETAIL_MAX, "no encoder file, so messages are read by rules alone; `script/run` fetches it (%.300s)",
			 error.message);
	else
		snprintf(check->detail, DETAIL_MAX, "%.400s; messages are read by rules alone", error.message);
	return err ? NOTE : GOOD;
}

static const struct {
	const char *name;
	enum verdict (*run)(struct check *check);
} checks[] = {
	{ "data folder", check_folder },
	{ "disk space", check_space },
	{ "time zones", check_zones },
	{ "open files", check_files },
	{ "server", check_server },
	{ "database", check_database },
	{ "jobs", check_jobs },
	{ "memory", check_memory },
	{ "vectors", check_vectors },
	{ "events", check_bus },
	{ "trained reader", check_reader },
	{ "files", check_uploads },
	{ "owner's token", check_token },
	{ "models", check_models },
	{ "mail", check_mail },
};

int px_cmd_doctor(struct px_invocation *invocation)
{
	static const char *const words[] = { "ok", "note", "BAD" };
	json_t *list = json_array();
	int bad = 0;

	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
		struct check check = { .invocation = invocation };
		enum verdict verdict = checks[i].run(&check);
		bad += verdict == BAD;
		json_array_append_new(list, json_pack("{s:s,s:s,s:s}", "check", checks[i].name, "verdict",
						      words[verdict], "detail", check.detail));
		if (!invocation->json)
			printf("%-5s %-14s %s\n", words[verdict], checks[i].name, check.detail);
	}
	if (invocation->json)
		px_command_print_json(list);
	else
		puts(bad ? "Something needs your attention." : "Pixie is well.");
	json_decref(list);
	return bad ? PX_EXIT_FAILED : PX_EXIT_OK;
}
