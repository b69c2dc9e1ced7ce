/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parsing of the `oidc` setting.
 */
#include "app/issuers.h"

#include <stddef.h>
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

static enum px_err read_choice(const char *key, const char *value, bool *out, struct px_error *error)
{
	bool yes = strcmp(value, "yes") == 0;

	if (!yes && strcmp(value, "no") != 0)
		return px_fail(error, PX_INVALID, "oidc", "%s must be yes or no, not \"%s\"", key, value);
	*out = yes;
	return PX_OK;
}

/* Words joined by "+", which has no meaning of its own in a scope. */
static char *split_words(struct px_arena *arena, const char *value)
{
	char *words = px_arena_str(arena, px_str(value));

	for (char *p = words; *p; p++)
		if (*p == '+')
			*p = ' ';
	return words;
}

enum kind { NAME, SCOPES, GRANT, CHOICE, SECRET };

static const struct key {
	const char *name;
	enum kind kind;
	size_t offset; /* in struct px_auth_issuer */
	const char *values, *fallback, *doc;
} keys[] = {
#define AT(member) offsetof(struct px_auth_issuer, member)
	{ "issuer", NAME, AT(issuer), "URL", "must be given", "the exact `iss` of its tokens; its discovery document is "
	  "at `<issuer>/.well-known/openid-configuration`" },
	{ "audience", NAME, AT(audience), "TEXT", "none", "bearer tokens are taken whose `aud` names this; "
	  "give the API's own name, not the client's" },
	{ "party", NAME, AT(authorized_party), "TEXT", "none", "bearer tokens are taken whose `azp` is this, "
	  "with or without an audience (Clerk: the web app's origin)" },
	{ "client", NAME, AT(client_id), "TEXT", "none", "client id for login in a browser. Tokens made for the "
	  "client (ID tokens) don't open the API; with `client` alone no bearer token does" },
	{ "secret-file", SECRET, AT(client_secret), "PATH", "none", "file with the client's secret; without it the "
	  "client is public and proves itself by PKCE alone" },
	{ "name", NAME, AT(name), "TEXT", "issuer1, issuer2...", "what the login is called: `/api/v1/auth/oidc/<name>`" },
	{ "scopes", SCOPES, AT(scopes), "WORD+WORD", "openid+email+profile", "asked for at login in a browser" },
	{ "grant", GRANT, AT(granted), "WORD+WORD", "read+write+chat", "what its bearer tokens can do: some of read, "
	  "write, chat, admin. A token whose `scope` or `scp` names some of these gets only those of them" },
	{ "create", CHOICE, AT(create_users), "yes, no", "yes if `sign-up` is open, else no", "whether somebody who is "
	  "not known yet gets an account at the first token or login" },
	{ "link", CHOICE, AT(link_email), "yes, no", "yes", "whether somebody whose verified address is that of an "
	  "account gets that account. Never one that has an identity at this issuer already" },
#undef AT
};

static const struct key *find_key(struct px_str name)
{
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (px_str_eq(name, px_str(keys[i].name)))
			return &keys[i];
	return NULL;
}

static enum px_err set(struct px_arena *arena, struct px_auth_issuer *issuer, const struct key *key,
		       const char *value, struct px_error *error)
{
	void *where = (char *)issuer + key->offset;

	switch (key->kind) {
	case SCOPES:
		*(const char **)where = split_words(arena, value);
		return PX_OK;
	case GRANT:
		if (!px_scope_parse(px_str(split_words(arena, value)), where) || *(unsigned *)where == 0)
			return px_fail(error, PX_INVALID, "oidc", "grant takes read, write, chat and admin, joined "
				       "by +, not \"%s\"", value);
		return PX_OK;
	case CHOICE:
		return read_choice(key->name, value, where, error);
	case SECRET:
		return read_secret(arena, value, where, error);
	case NAME:
		break;
	}
	*(const char **)where = value;
	return PX_OK;
}

static enum px_err parse_pair(struct px_arena *arena, struct px_str pair, struct px_auth_issuer *issuer,
			      unsigned *seen, struct px_error *error)
{
	struct px_str value, name = px_str_cut(pair, '=', &value);
	const struct key *key = find_key(name);

	if (value.size == 0)
		return px_fail(error, PX_INVALID, "oidc", "\"%.*s\" is not key=value", PX_STR_ARG(pair));
	if (!key)
		return px_fail(error, PX_INVALID, "oidc", "an issuer has no \"%.*s\"", PX_STR_ARG(name));
	if (*seen & 1u << (key - keys))
		return px_fail(error, PX_INVALID, "oidc", "%s is given twice for one issuer", key->name);
	*seen |= 1u << (key - keys);
	return set(arena, issuer, key, px_arena_str(arena, value), error);
}

static enum px_err parse_entry(struct px_issuers *issuers, struct px_str entry, bool create,
			       struct px_error *error)
{
	struct px_auth_issuer *issuer = &issuers->list[issuers->count];
	struct px_str rest = entry;
	unsigned seen = 0;

	*issuer = (struct px_auth_issuer){ .create_users = create, .link_email = true };
	while (rest.data) {
		enum px_err err = parse_pair(&issuers->arena, px_str_cut(rest, ',', &rest), issuer, &seen, error);
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
	for (size_t i = 0; i < issuers->count; i++)
		if (strcmp(issuers->list[i].name, issuer->name) == 0 ||
		    strcmp(issuers->list[i].issuer, issuer->issuer) == 0)
			return px_fail(error, PX_INVALID, "oidc", "%s (%s) stands there twice", issuer->issuer,
				       issuer->name);
	issuers->count++;
	return PX_OK;
}

void px_issuers_markdown(struct px_buf *out)
{
	(void)px_buf_text(out, "\n## The setting `oidc`\n\nEntries are separated by spaces; each is a list of "
			       "`key=value` joined by commas, and needs `issuer` and one of `audience`, `party` and "
			       "`client`.\n\n| key | values | if absent | meaning |\n|---|---|---|---|\n");
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		(void)px_buf_printf(out, "| `%s` | %s | %s | %s |\n", keys[i].name, keys[i].values, keys[i].fallback,
				    keys[i].doc);
	(void)px_buf_text(out, "\nSomebody is known by the pair of issuer and `sub`, never by the address. While the "
			       "keys of an issuer were never fetched, or a token names a newer key and fetching fails, "
			       "its tokens are answered 503.\n");
}

enum px_err px_issuers_parse(const char *text, bool create, struct px_issuers *issuers, struct px_error *error)
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
			err = parse_entry(issuers, entry, create, error);
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
