/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Trusted proxies: networks compared in IPv6 form, IPv4 mapped into it.
 */
#include "api/proxies.h"

#include <arpa/inet.h>
#include <stdio.h>

enum { BITS = 128, MAPPED_BITS = 96, HOPS_MAX = 32 };

struct network {
	struct in6_addr address;
	int bits;
};

struct px_proxies {
	size_t count;
	struct network networks[];
};

/* "192.0.2.1", "2001:db8::1" or "[2001:db8::1]"; false if it is anything else. */
static bool parse_address(struct px_str text, struct in6_addr *out, bool *v4)
{
	static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff };
	char copy[PX_ADDRESS_TEXT];

	if (text.size > 2 && text.data[0] == '[' && text.data[text.size - 1] == ']')
		text = px_str_n(text.data + 1, text.size - 2);
	if (text.size == 0 || text.size >= sizeof(copy) || memchr(text.data, '\0', text.size))
		return false;
	memcpy(copy, text.data, text.size);
	copy[text.size] = '\0';
	*v4 = inet_pton(AF_INET, copy, out->s6_addr + sizeof(mapped)) == 1;
	if (*v4)
		memcpy(out->s6_addr, mapped, sizeof(mapped));
	return *v4 || inet_pton(AF_INET6, copy, out) == 1;
}

static bool is_port(struct px_str text)
{
	int64_t port;

	return text.size > 0 && text.size <= 5 && px_str_to_int64(text, &port) && port >= 0 && port <= 65535;
}

/* An address of X-Forwarded-For: some proxies add the port, "198.51.100.7:50123" or "[2001:db8::5]:50123". */
static bool parse_hop(struct px_str text, struct in6_addr *out, bool *v4)
{
	const char *bracket = text.size && text.data[0] == '[' ? memchr(text.data, ']', text.size) : NULL;
	size_t end = bracket ? (size_t)(bracket - text.data) + 1 : px_str_find(text, PX_STR(":"));
	struct px_str host = px_str_n(text.data, end), rest;

	if (end == SIZE_MAX || end >= text.size || text.data[end] != ':')
		return parse_address(text, out, v4);
	rest = px_str_n(text.data + end + 1, text.size - end - 1);
	if (!bracket && px_str_find(rest, PX_STR(":")) != SIZE_MAX) /* IPv6 in the open has no port */
		return parse_address(text, out, v4);
	return is_port(rest) && parse_address(host, out, v4);
}

static bool parse_network(struct px_str text, struct network *out)
{
	struct px_str bits, address = px_str_cut(text, '/', &bits);
	int64_t number;
	bool v4;

	if (!parse_address(address, &out->address, &v4))
		return false;
	out->bits = BITS;
	if (!bits.data)
		return true;
	if (!px_str_to_int64(bits, &number) || number < 0 || number > (v4 ? BITS - MAPPED_BITS : BITS))
		return false;
	out->bits = (int)number + (v4 ? MAPPED_BITS : 0);
	return true;
}

enum px_err px_proxies_parse(struct px_arena *arena, const char *text, struct px_proxies **out,
			     struct px_error *error)
{
	size_t room = strlen(text) / 2 + 1;
	struct px_proxies *proxies =
		px_arena_zero(arena, 1, sizeof(*proxies) + room * sizeof(proxies->networks[0]));
	struct px_str rest = px_str(text);

	while (rest.data) {
		struct px_str word = px_str_trim(px_str_cut(rest, ',', &rest));
		if (word.size == 0)
			continue;
		if (!parse_network(word, &proxies->networks[proxies->count]))
			return px_fail(error, PX_INVALID, "trusted-proxies",
				       "--trusted-proxies: \"%.*s\" is neither an address nor a network such as "
				       "10.0.0.0/8", PX_STR_ARG(word));
		proxies->count++;
	}
	*out = proxies;
	return PX_OK;
}

static bool contains(const struct network *network, const struct in6_addr *address)
{
	int whole = network->bits / 8, left = network->bits % 8;

	if (memcmp(network->address.s6_addr, address->s6_addr, (size_t)whole) != 0)
		return false;
	return left == 0 ||
	       (network->address.s6_addr[whole] ^ address->s6_addr[whole]) >> (8 - left) == 0;
}

static bool is_trusted(const struct px_proxies *proxies, const struct in6_addr *address)
{
	for (size_t i = 0; i < proxies->count; i++)
		if (contains(&proxies->networks[i], address))
			return true;
	return false;
}

static bool trusts(const struct px_proxies *proxies, const char *peer)
{
	struct in6_addr address;
	bool v4;

	return proxies->count && parse_address(px_str(peer), &address, &v4) && is_trusted(proxies, &address);
}

/* The hops of all X-Forwarded-For headers in order, the last HOPS_MAX of them; how many. */
static size_t read_hops(const struct px_http_request *request, struct px_str hops[HOPS_MAX])
{
	size_t n = 0;

	for (size_t i = 0; i < request->header_count; i++) {
		struct px_str rest = request->headers[i].value;
		if (!px_str_eq_case(request->headers[i].name, PX_STR("X-Forwarded-For")))
			continue;
		while (rest.data) {
			if (n == HOPS_MAX)
				memmove(hops, hops + 1, --n * sizeof(hops[0]));
			hops[n++] = px_str_trim(px_str_cut(rest, ',', &rest));
		}
	}
	return n;
}

void px_proxies_client(const struct px_proxies *proxies, const struct px_http_request *request,
		       const char *peer, char address[PX_ADDRESS_TEXT])
{
	struct px_str hops[HOPS_MAX];
	bool trusted = trusts(proxies, peer);

	snprintf(address, PX_ADDRESS_TEXT, "%s", peer);
	size_t left = trusted ? read_hops(request, hops) : 0;
	while (trusted && left > 0) {
		struct in6_addr hop;
		bool v4;
		if (!parse_hop(hops[--left], &hop, &v4))
			return; /* a trusted proxy passed nonsense on: the last address known counts */
		if (v4 || IN6_IS_ADDR_V4MAPPED(&hop))
			inet_ntop(AF_INET, hop.s6_addr + 12, address, PX_ADDRESS_TEXT);
		else
			inet_ntop(AF_INET6, &hop, address, PX_ADDRESS_TEXT);
		trusted = is_trusted(proxies, &hop);
	}
}

bool px_proxies_https(const struct px_proxies *proxies, const struct px_http_request *request,
		      const char *peer)
{
	return px_str_eq_case(px_str_trim(px_http_header(request, "x-forwarded-proto")), PX_STR("https")) &&
	       trusts(proxies, peer);
}
