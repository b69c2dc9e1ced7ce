/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a person sees in the browser when a login at an issuer did not work:
 * the reason, and links to begin again.  Programs get the problem as JSON.
 * Plain HTML: the policy of API answers allows no styles and no scripts.
 */
#include "api/api_internal.h"

#include "base/uri.h"

bool px_login_page_wanted(const struct px_call *call)
{
	return call->endpoint->flags & PX_ENDPOINT_PAGE &&
	       px_str_find(px_http_header(call->request, "accept"), PX_STR("text/html")) != SIZE_MAX;
}

static void write_escaped(struct px_buf *out, const char *text)
{
	for (; *text; text++) {
		if (strchr("<>&\"'", *text))
			(void)px_buf_printf(out, "&#%d;", *text);
		else
			(void)px_buf_char(out, *text);
	}
}

/* Reasons are clauses, "the login was refused": as a sentence. */
static void write_sentence(struct px_buf *out, const char *reason)
{
	bool small = reason[0] >= 'a' && reason[0] <= 'z';

	if (small)
		(void)px_buf_char(out, (char)(reason[0] - 'a' + 'A'));
	write_escaped(out, reason + small);
	(void)px_buf_char(out, '.');
}

static void write_link(struct px_buf *out, const char *name)
{
	(void)px_buf_text(out, "<li><a href=\"/api/v1/auth/oidc/");
	px_uri_escape(out, px_str(name));
	(void)px_buf_text(out, "\">Log in with ");
	write_escaped(out, name);
	(void)px_buf_text(out, "</a></li>\n");
}

void px_login_page_write(struct px_call *call, const char *reason)
{
	struct px_buf *out = &call->body;
	const char *name;

	(void)px_buf_text(out, "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
			       "<meta name=\"viewport\" content=\"width=device-width\"><title>Pixie: login</title></head>\n"
			       "<body><h1>That login did not work</h1>\n<p>");
	write_sentence(out, reason && reason[0] ? reason : "something went wrong here");
	(void)px_buf_text(out, "</p>\n<ul>\n");
	for (size_t i = 0; (name = px_auth_oidc_name(call->api->parts.auth, i)); i++)
		write_link(out, name);
	(void)px_buf_text(out, "<li><a href=\"/\">Back to Pixie</a></li>\n</ul></body></html>\n");
}
