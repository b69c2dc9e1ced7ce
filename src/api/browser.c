/* SPDX-License-Identifier: Apache-2.0 */
#include "api/browser.h"

#include "net/origin.h"

bool px_browser_is_secure(const struct px_api *api, const struct px_http_exchange *exchange)
{
	return px_http_is_tls(exchange) || px_str_starts(px_str(api->parts.config->public_url), PX_STR("https://")) ||
	       px_proxies_https(api->proxies, px_http_request(exchange), px_http_peer(exchange));
}

static bool is_own_page(const struct px_api *api, const struct px_http_request *request)
{
	struct px_str origin = px_http_header(request, "origin"), site = px_http_header(request, "sec-fetch-site");

	if (site.data && !px_str_eq(site, PX_STR("same-origin")))
		return false;
	return !origin.data || px_origin_is_host(origin, px_http_header(request, "host")) ||
	       px_origins_find(api->own_origins, origin) == PX_ORIGIN_NAMED;
}

struct px_str px_browser_socket_token(const struct px_api *api, const struct px_http_exchange *handshake)
{
	const struct px_http_request *request = px_http_request(handshake);
	struct px_str cookies = px_http_header(request, "cookie"), token;

	if (!cookies.data || !is_own_page(api, request) ||
	    !px_auth_cookies_access(cookies, px_browser_is_secure(api, handshake), &token))
		return (struct px_str){ 0 };
	return token;
}
