/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schema.org in mails: reservations of flights, trains, buses, hotels, tables,
 * cars and events; parcels; invoices.  One shape for each kind, and names of
 * properties that programs write.
 */
#include "mail/find_internal.h"

#include "base/civil.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const json_t *member(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	return json_is_array(value) ? json_array_get(value, 0) : value;
}

static const char *text(struct finder *finder, const json_t *object, const char *key)
{
	const json_t *value = member(object, key);
	struct px_str found = px_str_trim(px_json_string(value));

	return found.size && found.size < 500 ? px_arena_str(finder->arena, found) : NULL;
}

/* "Lufthansa" of {"name": ...}, or of a plain text. */
static const char *name(struct finder *finder, const json_t *object, const char *key)
{
	const json_t *value = member(object, key);

	return json_is_object(value) ? text(finder, value, "name") : text(finder, object, key);
}

/* The type without what stands before it: "http://schema.org/FlightReservation". */
static const char *type_of(struct finder *finder, const json_t *object)
{
	const char *type = text(finder, object, "@type"), *slash = type ? strrchr(type, '/') : NULL;

	return slash ? slash + 1 : type ? type : "";
}

/* "2026-01-16", or a time in the form that tools take; NULL for what is neither. */
static const char *when(struct finder *finder, const json_t *object, const char *key)
{
	const char *found = text(finder, object, key);
	int64_t ms;
	int32_t day;
	bool offset;

	if (!found)
		return NULL;
	if (px_civil_parse_day(px_str(found), &day) || px_civil_parse_ms(px_str(found), &ms, &offset))
		return found;
	return strlen(found) > 10 && px_civil_parse_day(px_str_n(found, 10), &day) ? px_arena_strn(finder->arena, found, 10) : NULL;
}

static const char *place(struct finder *finder, const json_t *object, const char *key)
{
	const json_t *value = member(object, key);
	const char *found = name(finder, object, key), *address = json_is_object(value) ? text(finder, value, "address") : NULL;

	if (!json_is_object(value))
		return found;
	const json_t *parts = member(value, "address");
	if (!address && json_is_object(parts)) {
		const char *street = text(finder, parts, "streetAddress"), *city = text(finder, parts, "addressLocality");
		address = street && city ? px_arena_printf(finder->arena, "%s, %s", street, city) : street ? street : city;
	}
	return found && address ? px_arena_printf(finder->arena, "%s, %s", found, address) : found ? found : address;
}

static const char *airport(struct finder *finder, const json_t *flight, const char *key)
{
	const json_t *value = member(flight, key);
	const char *code = text(finder, value, "iataCode"), *called = name(finder, flight, key);

	return called && code && !strstr(called, code) ? px_arena_printf(finder->arena, "%s (%s)", called, code) : called ? called : code ? code : "?";
}

static void add(struct finder *finder, struct px_mail_finding *found, const json_t *reservation)
{
	const char *number = text(finder, reservation, "reservationNumber"), *status = text(finder, reservation, "reservationStatus");

	if (!found->start)
		return;
	found->kind = status && strcasestr(status, "cancel") ? PX_FOUND_CANCELLED : PX_FOUND_RESERVATION;
	found->event = true;
	found->all_day = strlen(found->start) == 10;
	found->detail = number;
	found->uid = px_arena_printf(finder->arena, "%s %s", number ? number : found->title, found->start);
	if (found->kind == PX_FOUND_RESERVATION && find_is_past(finder, found->start))
		return;
	found->quote = px_arena_printf(finder->arena, "%s, %s%s%s", found->title, found->start, number ? ", " : "", number ? number : "");
	find_add(finder, found);
}

static void add_flight(struct finder *finder, const json_t *reservation)
{
	const json_t *flight = member(reservation, "reservationFor"), *airline = member(flight, "airline");
	const char *number = text(finder, flight, "flightNumber"), *code = text(finder, airline, "iataCode");
	struct px_mail_finding found = { .start = when(finder, flight, "departureTime"), .end = when(finder, flight, "arrivalTime"),
					 .location = airport(finder, flight, "departureAirport") };

	if (number && code && strncasecmp(number, code, strlen(code)) != 0)
		number = px_arena_printf(finder->arena, "%s%s", code, number);
	found.title = px_arena_printf(finder->arena, "%s %s%s%s – %s", find_word(finder, PX_SAY_FOUND_FLIGHT), number ? number : "", number ? " " : "",
				      airport(finder, flight, "departureAirport"), airport(finder, flight, "arrivalAirport"));
	add(finder, &found, reservation);
}

static void add_ride(struct finder *finder, const json_t *reservation, const char *what, const char *from, const char *to, const char *number)
{
	const json_t *trip = member(reservation, "reservationFor");
	const char *called = text(finder, trip, number);
	const char *start = name(finder, trip, from), *end = name(finder, trip, to);
	struct px_mail_finding found = { .start = when(finder, trip, "departureTime"), .end = when(finder, trip, "arrivalTime"), .location = start };

	found.title = px_arena_printf(finder->arena, "%s %s%s%s – %s", what, called ? called : "", called ? " " : "", start ? start : "?",
				      end ? end : "?");
	add(finder, &found, reservation);
}

static void add_stay(struct finder *finder, const json_t *reservation)
{
	const char *hotel = name(finder, reservation, "reservationFor");
	struct px_mail_finding found = { .start = when(finder, reservation, "checkinTime"), .end = when(finder, reservation, "checkoutTime"),
					 .location = place(finder, reservation, "reservationFor") };

	if (!found.start)
		found.start = when(finder, reservation, "checkinDate"), found.end = when(finder, reservation, "checkoutDate");
	found.title = px_arena_printf(finder->arena, "%s: %s", find_word(finder, PX_SAY_FOUND_HOTEL), hotel ? hotel : "?");
	add(finder, &found, reservation);
}

static void add_table(struct finder *finder, const json_t *reservation)
{
	const char *restaurant = name(finder, reservation, "reservationFor");
	struct px_mail_finding found = { .start = when(finder, reservation, "startTime"), .end = when(finder, reservation, "endTime"),
					 .location = place(finder, reservation, "reservationFor") };

	found.title = px_arena_printf(finder->arena, "%s: %s", find_word(finder, PX_SAY_FOUND_TABLE), restaurant ? restaurant : "?");
	add(finder, &found, reservation);
}

static void add_ticket(struct finder *finder, const json_t *reservation)
{
	const json_t *event = member(reservation, "reservationFor");
	struct px_mail_finding found = { .title = text(finder, event, "name"), .start = when(finder, event, "startDate"),
					 .end = when(finder, event, "endDate"), .location = place(finder, event, "location") };

	if (found.title)
		add(finder, &found, reservation);
}

static void add_car(struct finder *finder, const json_t *reservation)
{
	const char *company = name(finder, reservation, "provider");
	struct px_mail_finding found = { .start = when(finder, reservation, "pickupTime"), .end = when(finder, reservation, "dropoffTime"),
					 .location = place(finder, reservation, "pickupLocation") };

	found.title = px_arena_printf(finder->arena, "%s%s%s", find_word(finder, PX_SAY_FOUND_CAR), company ? ": " : "", company ? company : "");
	add(finder, &found, reservation);
}

static void add_parcel(struct finder *finder, const json_t *parcel)
{
	const char *start = when(finder, parcel, "expectedArrivalUntil"), *number = text(finder, parcel, "trackingNumber");
	const char *what = name(finder, parcel, "itemShipped"), *carrier = name(finder, parcel, "carrier");
	struct px_mail_finding found = { .kind = PX_FOUND_PARCEL, .event = true, .all_day = true, .detail = number };

	if (!start)
		start = when(finder, parcel, "expectedArrivalFrom");
	if (!start || find_is_past(finder, start))
		return;
	found.start = px_arena_strn(finder->arena, start, 10);
	found.title = px_arena_printf(finder->arena, "%s: %s", find_word(finder, PX_SAY_FOUND_PARCEL), what ? what : carrier ? carrier : finder->subject);
	found.uid = number ? px_arena_printf(finder->arena, "%s %s", number, found.start) : NULL;
	found.quote = px_arena_printf(finder->arena, "%s, %s%s%s", found.title, start, number ? ", " : "", number ? number : "");
	find_add(finder, &found);
}

static void add_invoice(struct finder *finder, const json_t *invoice)
{
	const char *due = when(finder, invoice, "paymentDueDate"), *status = text(finder, invoice, "paymentStatus");
	const char *whose = name(finder, invoice, "provider"), *number = text(finder, invoice, "confirmationNumber");
	struct px_mail_finding found = { .kind = PX_FOUND_BILL, .detail = number };

	if (!due)
		due = when(finder, invoice, "paymentDue");
	if (!due || find_is_past(finder, due) || (status && (strcasestr(status, "complete") || strcasestr(status, "paid") || strcasestr(status, "automatic"))))
		return;
	found.start = px_arena_strn(finder->arena, due, 10);
	found.title = px_arena_printf(finder->arena, "%s: %s", find_word(finder, PX_SAY_FOUND_BILL), whose ? whose : finder->subject);
	found.quote = px_arena_printf(finder->arena, "%s, %s%s%s", found.title, due, number ? ", " : "", number ? number : "");
	find_add(finder, &found);
}

static void read_object(struct finder *finder, const json_t *object)
{
	const char *type = type_of(finder, object);

	if (strcmp(type, "FlightReservation") == 0)
		add_flight(finder, object);
	else if (strcmp(type, "TrainReservation") == 0)
		add_ride(finder, object, find_word(finder, PX_SAY_FOUND_TRAIN), "departureStation", "arrivalStation", "trainNumber");
	else if (strcmp(type, "BusReservation") == 0)
		add_ride(finder, object, find_word(finder, PX_SAY_FOUND_BUS), "departureBusStop", "arrivalBusStop", "busNumber");
	else if (strcmp(type, "LodgingReservation") == 0)
		add_stay(finder, object);
	else if (strcmp(type, "FoodEstablishmentReservation") == 0)
		add_table(finder, object);
	else if (strcmp(type, "EventReservation") == 0)
		add_ticket(finder, object);
	else if (strcmp(type, "RentalCarReservation") == 0)
		add_car(finder, object);
	else if (strcmp(type, "ParcelDelivery") == 0)
		add_parcel(finder, object);
	else if (strcmp(type, "Invoice") == 0)
		add_invoice(finder, object);
	else if (json_is_object(json_object_get(object, "orderDelivery")))
		add_parcel(finder, json_object_get(object, "orderDelivery"));
}

void find_in_data(struct finder *finder)
{
	json_t *object, *inner;
	size_t i, j;

	json_array_foreach(finder->mail->data, i, object) {
		read_object(finder, object);
		json_array_foreach(json_object_get(object, "@graph"), j, inner)
			read_object(finder, inner);
	}
}
