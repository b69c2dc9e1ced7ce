/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/features: what this Pixie can do, so that clients show nothing that is off.  Public: the page to log in
 * asks, too.
 */
#include "api/api_internal.h"

static void put(struct px_json *json, const char *name, bool on)
{
	px_json_key(json, name);
	px_json_bool(json, on);
}

enum px_err px_features_get(struct px_call *call, struct px_error *error)
{
	const struct px_config *config = call->api->parts.config;
	struct px_json json;

	(void)error;
	px_json_init(&json, &call->body);
	px_json_open_object(&json);
	px_json_key(&json, "version");
	px_json_text(&json, PIXIE_VERSION);
	put(&json, "memory", call->api->parts.memory != NULL);
	put(&json, "uploads", call->api->parts.blobs != NULL);
	px_json_key(&json, "upload_mb");
	px_json_int(&json, config->upload_mb);
	put(&json, "models", call->api->parts.thinker != NULL);
	put(&json, "speech", call->api->parts.speech != NULL);
	put(&json, "mail", config->mail_url[0] != '\0');
	put(&json, "push", call->api->parts.push != NULL);
	put(&json, "sms", config->sms_url[0] != '\0');
	px_json_key(&json, "sign_up");
	px_json_text(&json, config->sign_up);
	px_json_close_object(&json);
	return PX_OK;
}
