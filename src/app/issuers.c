/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parsing of the `oidc` setting.
 */
#include "app/issuers.h"

#include <stdio.h>

enum { SECRET_MAX_BYTES = 4096 };

static enum px_err read_secret(struct px_arena *arena, const char *path, const char **secret,
			       struct px_error *error)
{
	char text[SECRET_MAX_BYTES];
	FILE *file = fopen(path, "re");
	size_t n = file ? fread(text, 1, sizeof(text), file) : 0;

	if (file)
		fclose(file);
	struct px_str trimmed = px_str_trim(px_str_n(text, n));
	if (trimmed.size == 0 || n == sizeof(text))
		return px_fail(error, PX_INVALID, "oidc", "the client secret can't be read from %s", path);
	*secret = px_arena_str(arena, trimmed);
	return PX_OK;
}

static enum px_err set(struct px_arena *arena, struct px_auth_issuer *issuer, struct px_str key,
		       const char *value, struct px_error *error)
{
	const struct {
		const char *key;
		const char **member;
	} texts[] = {
		{ "issuer", &issuer->issuer },   { "name", &issuer->name },
		{ "client", &issuer->client_id }, { "audience", &issuer->audience },
		{ "party", &issuer->authorized_party },
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (px_str_eq(key, px_str(texts[i].key))) {
			*texts[i].member = value;
			return PX_OK;
		}
	}
	if (px_str_eq(key, PX_STR("scopes"))) {
		char *scopes = px_arena_str(arena, px_str(value));
		for (char *p = scopes; *p; p++)
			if (*p == '+')
				*p = ' ';
		issuer->scopes = scopes;
	} else if (px_str_eq(key, PX_STR("create"))) {
		issuer->create_users = strcmp(value, "no") != 0;
	} else if (px_str_eq(key, PX_STR("link"))) {
		issuer->link_email = strcmp(value, "no") != 0;
	} else if (px_str_eq(key, PX_STR("secret-file"))) {
		return read_secret(arena, value, &issuer->client_secret, error);
	} else {
		return px_fail(error, PX_INVALID, "oidc", "an issuer has no \"%.*s\"", PX_STR_ARG(key));
	}
	return PX_OK;
}

static enum px_err parse_entry(struct px_issuers *issuers, struct px_str entry, struct px_error *error)
{
	struct px_auth_issuer *issuer = &issuers->list[issuers->count];
	struct px_str rest = entry;

	*issuer = (struct px_auth_issuer){ .create_users = true, .link_email = true };
	while (rest.data) {
		struct px_str value, pair = px_str_cut(rest, ',', &rest), key = px_str_cut(pair, '=', &value);
		if (value.size == 0)
			return px_fail(error, PX_INVALID, "oidc", "\"%.*s\" is not key=value", PX_STR_ARG(pair));
		enum px_err err = set(&issuers->arena, issuer, key, px_arena_str(&issuers->arena, value), error);
		if (err)
			return err;
	}
	if (!issuer->issuer)
		return px_fail(error, PX_INVALID, "oidc", "an entry lacks issuer=URL");
	if (!issuer->audience && !issuer->client_id && !issuer->authorized_party)
		return px_fail(error, PX_INVALID, "oidc",
			       "%s: give audience, client or party, or anybody's token would do",
			       issuer->issuer);
	if (!issuer->name)
		issuer->name = px_arena_printf(&issuers->arena, "issuer%zu", issuers->count + 1);
	issuers->count++;
	return PX_OK;
}

enum px_err px_issuers_parse(const char *text, struct px_issuers *issuers, struct px_error *error)
{
	struct px_str rest = px_str(text);
	enum px_err err = PX_OK;

	memset(issuers, 0, sizeof(*issuers));
	px_arena_init(&issuers->arena);
	while (!err && rest.data) {
		struct px_str entry = px_str_trim(px_str_cut(rest, ' ', &rest));
		if (entry.size == 0)
			continue;
		if (issuers->count == PX_ISSUERS_MAX)
			err = px_fail(error, PX_INVALID, "oidc", "at most %d issuers", PX_ISSUERS_MAX);
		else
			err = parse_entry(issuers, entry, error);
	}
	if (err)
		px_issuers_release(issuers);
	return err;
}

void px_issuers_release(struct px_issuers *issuers)
{
	px_arena_release(&issuers->arena);
	issuers->count = 0;
}
