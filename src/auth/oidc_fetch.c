/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One fetch of what an issuer publishes: its discovery document (OpenID
 * Connect Discovery 1.0 section 4), then the key set that the document points
 * to.  The caller gets both or neither.  When to fetch is oidc_keys.c's.
 */
#include "auth/oidc_internal.h"

#include "base/json.h"
#include "base/mem.h"

enum { DOCUMENT_MAX = 256 * 1024, TIMEOUT_MS = 10000, URL_MAX_BYTES = 2000 };

struct fetch {
	struct px_issuer *issuer;
	px_oidc_fetched_fn ended;
	struct px_oidc_endpoints endpoints;
	char *url;
	struct px_auth_fetch request;
};

static bool is_loopback_host(struct px_str rest)
{
	static const char *const hosts[] = { "127.0.0.1", "localhost", "[::1]" };

	for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
		struct px_str host = px_str(hosts[i]);
		if (px_str_starts(rest, host) &&
		    (rest.size == host.size || rest.data[host.size] == ':' || rest.data[host.size] == '/'))
			return true;
	}
	return false;
}

bool px_oidc_url_allowed(const char *url, bool loopback)
{
	struct px_str text = px_str(url), https = PX_STR("https://"), http = PX_STR("http://");

	for (size_t i = 0; i < text.size; i++) {
		if ((unsigned char)text.data[i] <= ' ' || (unsigned char)text.data[i] >= 0x7f)
			return false;
	}
	if (px_str_starts(text, https))
		return text.size > https.size;
	return loopback && px_str_starts(text, http) &&
	       is_loopback_host(px_str_n(text.data + http.size, text.size - http.size));
}

void px_oidc_endpoints_release(struct px_oidc_endpoints *endpoints)
{
	free(endpoints->authorization);
	free(endpoints->token);
	free(endpoints->jwks);
	*endpoints = (struct px_oidc_endpoints){ 0 };
}

static void end(struct fetch *fetch, struct px_jwks *keys, const char *problem)
{
	fetch->ended(fetch->issuer, &fetch->endpoints, keys, problem);
	if (keys == NULL)
		px_oidc_endpoints_release(&fetch->endpoints);
	free(fetch->url);
	free(fetch);
}

static void send_request(struct fetch *fetch, const char *url, px_auth_fetched_fn done)
{
	struct px_oidc *oidc = fetch->issuer->oidc;

	fetch->request = (struct px_auth_fetch){ .url = url, .max_bytes = DOCUMENT_MAX, .timeout_ms = TIMEOUT_MS };
	oidc->fetch(oidc->fetch_arg, &fetch->request, done, fetch);
}

static void got_keys(void *arg, enum px_err err, int status, struct px_str body)
{
	struct fetch *fetch = arg;
	struct px_jwks *keys = NULL;
	struct px_error error = { 0 };

	if (err != PX_OK || status != 200)
		end(fetch, NULL, err != PX_OK ? px_err_name(err) : "the key set was not answered with 200");
	else if (px_jwks_parse(body, &keys, &error) != PX_OK)
		end(fetch, NULL, error.message);
	else if (keys->count == 0)
		px_jwks_free(keys), end(fetch, NULL, "the key set has no key that is accepted");
	else
		end(fetch, keys, NULL);
}

/* NULL if it is absent or not a URL that may be called. */
static char *endpoint(const struct px_issuer *issuer, const json_t *document, const char *name)
{
	struct px_str url = px_json_string(json_object_get(document, name));

	if (url.size == 0 || url.size > URL_MAX_BYTES || !px_oidc_url_allowed(url.data, issuer->loopback))
		return NULL;
	return px_strndup(url.data, url.size);
}

/* Basic is the default (RFC 6749 section 2.3.1) unless the issuer lists methods without it. */
static bool wants_basic(const json_t *document)
{
	const json_t *methods = json_object_get(document, "token_endpoint_auth_methods_supported");
	const json_t *method;
	size_t i;

	if (!json_is_array(methods))
		return true;
	json_array_foreach((json_t *)methods, i, method) {
		if (px_str_eq(px_json_string(method), PX_STR("client_secret_basic")))
			return true;
	}
	return false;
}

static const char *read_document(struct fetch *fetch, const json_t *document)
{
	struct px_issuer *issuer = fetch->issuer;

	/* the document must speak for exactly this issuer (Discovery section 4.3) */
	if (!px_str_eq(px_json_string(json_object_get(document, "issuer")), px_str(issuer->config.issuer)))
		return "the discovery document is another issuer's";
	fetch->endpoints.jwks = endpoint(issuer, document, "jwks_uri");
	fetch->endpoints.authorization = endpoint(issuer, document, "authorization_endpoint");
	fetch->endpoints.token = endpoint(issuer, document, "token_endpoint");
	fetch->endpoints.basic_auth = wants_basic(document);
	fetch->endpoints.sends_iss =
		json_is_true(json_object_get(document, "authorization_response_iss_parameter_supported"));
	if (fetch->endpoints.jwks == NULL)
		return "the discovery document has no usable jwks_uri";
	if (issuer->config.client_id != NULL &&
	    (fetch->endpoints.authorization == NULL || fetch->endpoints.token == NULL))
		return "the discovery document lacks an endpoint for logins";
	return NULL;
}

static void got_document(void *arg, enum px_err err, int status, struct px_str body)
{
	struct fetch *fetch = arg;
	const char *problem = err != PX_OK ? px_err_name(err)
			      : status != 200 ? "discovery was not answered with 200" : NULL;
	json_t *document = NULL;

	if (problem == NULL && px_json_parse(body, &document, NULL) != PX_OK)
		problem = "the discovery document is not JSON";
	if (problem == NULL)
		problem = read_document(fetch, document);
	json_decref(document);
	if (problem != NULL)
		end(fetch, NULL, problem);
	else
		send_request(fetch, fetch->endpoints.jwks, got_keys);
}

void px_oidc_fetch_start(struct px_issuer *issuer, px_oidc_fetched_fn ended)
{
	struct fetch *fetch = px_calloc(1, sizeof(*fetch));
	struct px_buf url = PX_BUF_INIT(4096);
	struct px_str base = px_str(issuer->config.issuer);

	while (base.size > 0 && base.data[base.size - 1] == '/')
		base.size--;
	px_buf_str(&url, base);
	px_buf_text(&url, "/.well-known/openid-configuration");
	fetch->issuer = issuer;
	fetch->ended = ended;
	fetch->url = px_buf_take(&url);
	send_request(fetch, fetch->url, got_document);
}
