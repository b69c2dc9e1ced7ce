/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of RFC 6890 and the registries that follow it; what embeds an IPv4 address is judged by that one. */
#include "net/address.h"

#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static const struct {
	uint32_t network;
	int bits;
} closed4[] = {
	{ 0x00000000, 8 },  /* this network */
	{ 0x0a000000, 8 },  /* private */
	{ 0x64400000, 10 }, /* shared, behind carriers' NAT */
	{ 0x7f000000, 8 },  /* loopback */
	{ 0xa9fe0000, 16 }, /* link-local, where clouds keep their metadata */
	{ 0xac100000, 12 }, /* private */
	{ 0xc0000000, 24 }, /* protocol assignments */
	{ 0xc0000200, 24 }, /* documentation */
	{ 0xc0586300, 24 }, /* 6to4 relays */
	{ 0xc0a80000, 16 }, /* private */
	{ 0xc6120000, 15 }, /* benchmarks */
	{ 0xc6336400, 24 }, /* documentation */
	{ 0xcb007100, 24 }, /* documentation */
	{ 0xe0000000, 4 },  /* multicast */
	{ 0xf0000000, 4 },  /* reserved, broadcast */
};

static const struct {
	uint8_t network[16];
	int bits;
} closed6[] = {
	{ { 0 }, 96 },                      /* unspecified, loopback, IPv4-compatible */
	{ { 0x01, 0x00 }, 64 },             /* discard */
	{ { 0x00, 0x64, 0xff, 0x9b, 0x00, 0x01 }, 48 }, /* NAT64 of a network's own */
	{ { 0x20, 0x01, 0x00, 0x02 }, 48 }, /* benchmarks */
	{ { 0x20, 0x01, 0x0d, 0xb8 }, 32 }, /* documentation */
	{ { 0x3f, 0xff }, 20 },             /* documentation */
	{ { 0xfc }, 7 },                    /* unique local, with fd00:ec2::254 */
	{ { 0xfe, 0x80 }, 10 },             /* link-local */
	{ { 0xfe, 0xc0 }, 10 },             /* site-local, given up */
	{ { 0xff }, 8 },                    /* multicast */
};

/* Prefixes after which an IPv4 address stands, at that byte; Teredo writes it inverted. */
static const struct {
	uint8_t prefix[12];
	int bits, at;
	bool inverted;
} carriers[] = {
	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff }, 96, 12, false }, /* mapped */
	{ { 0x00, 0x64, 0xff, 0x9b }, 96, 12, false },                   /* NAT64 */
	{ { 0x20, 0x02 }, 16, 2, false },                                /* 6to4 */
	{ { 0x20, 0x01, 0x00, 0x00 }, 32, 12, true },                    /* Teredo */
};

static bool same_bits(const uint8_t *a, const uint8_t *b, int bits)
{
	int whole = bits / 8, rest = bits % 8;

	if (memcmp(a, b, (size_t)whole) != 0)
		return false;
	return !rest || (a[whole] ^ b[whole]) >> (8 - rest) == 0;
}

static bool is_public4(uint32_t address)
{
	for (size_t i = 0; i < sizeof(closed4) / sizeof(closed4[0]); i++)
		if ((address ^ closed4[i].network) >> (32 - closed4[i].bits) == 0)
			return false;
	return true;
}

static uint32_t embedded(const uint8_t *bytes, bool inverted)
{
	uint32_t address = (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];

	return inverted ? ~address : address;
}

static bool is_public6(const uint8_t address[16])
{
	for (size_t i = 0; i < sizeof(carriers) / sizeof(carriers[0]); i++)
		if (same_bits(address, carriers[i].prefix, carriers[i].bits))
			return is_public4(embedded(address + carriers[i].at, carriers[i].inverted));
	for (size_t i = 0; i < sizeof(closed6) / sizeof(closed6[0]); i++)
		if (same_bits(address, closed6[i].network, closed6[i].bits))
			return false;
	return true;
}

bool px_address_is_public(const struct sockaddr *address)
{
	if (address->sa_family == AF_INET)
		return is_public4(ntohl(((const struct sockaddr_in *)(const void *)address)->sin_addr.s_addr));
	if (address->sa_family == AF_INET6)
		return is_public6(((const struct sockaddr_in6 *)(const void *)address)->sin6_addr.s6_addr);
	return false;
}
