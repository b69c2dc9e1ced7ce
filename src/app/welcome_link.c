/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asks for the link by the REST API, as a program with the owner's token.
 */
#include "app/welcome_link.h"

#include "app/remote.h"

/* How people reach us: by the public URL, else where a server listens or would. */
static void write_base(const struct px_config *config, const struct px_remote *remote, struct px_buf *out)
{
	struct px_str url = px_str(config->public_url);

	while (px_str_ends(url, PX_STR("/")))
		url.size--;
	if (url.size)
		(void)px_buf_str(out, url);
	else if (!px_remote_is_private(remote))
		(void)px_buf_text(out, px_remote_url(remote));
	else
		(void)px_buf_printf(out, "%s://%s:%lld", config->tls_cert[0] ? "https" : "http", config->host,
				    (long long)config->port);
}

enum px_err px_welcome_link(const struct px_config *config, struct px_buf *link, struct px_error *error)
{
	struct px_remote *remote;
	json_t *answer = NULL;
	enum px_err err = px_remote_open(config, &remote, error);

	if (err)
		return err;
	err = px_remote_call(remote, "POST", "/api/v1/auth/welcome/link", NULL, &answer, error);
	if (!err) {
		write_base(config, remote, link);
		(void)px_buf_str(link, px_json_string(json_object_get(answer, "path")));
	}
	json_decref(answer);
	px_remote_close(remote);
	return err;
}
