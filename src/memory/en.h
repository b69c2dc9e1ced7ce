/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The English words by which facts and questions are read.  Lists are words
 * apart by spaces, or phrases apart by '|'.
 */
#ifndef PX_MEMORY_EN_H
#define PX_MEMORY_EN_H

#include <stdbool.h>

struct px_en_contraction {
	const char *ending;        /* of a word; NULL ends the table */
	const char *first, *second; /* what it stands for; `first` only of whole words */
	bool whole;                /* the ending is the whole word */
};
extern const struct px_en_contraction px_en_contractions[];

/* A verb that can say a fact. */
struct px_en_verb {
	const char *forms;      /* every form, lower case */
	const char *attribute;  /* what it says of its subject; NULL: made of the verb and its object */
	bool state;             /* it tells how things are, in the present as in the perfect */
	bool single;            /* a new value takes the place of the old */
};
extern const struct px_en_verb px_en_verbs[];

/* Words of one meaning: facts are kept and asked for by the first of them. */
extern const char *const px_en_same[]; /* lists; the last is NULL */
/* Of attributes that have one value at a time. */
extern const char px_en_single[];
/* Attributes whose value names somebody, and those whose value is one of several things (memory/value_kind). */
extern const char px_en_named_attributes[], px_en_thing_attributes[];

extern const char px_en_fillers_before[], px_en_fillers_after[], px_en_titles[], px_de_before_ordinals[], px_de_months[], px_en_pronouns[],
	px_en_determiners[], px_en_joints[], px_en_kin[], px_en_adverbs[], px_en_auxiliaries[], px_en_be[],
	px_en_hypothetical[], px_en_future[], px_en_guess[], px_en_hearsay[], px_en_stories[], px_en_sarcasm[], px_en_moment_times[],
	px_en_moment_states[], px_en_moment_things[], px_en_duty[], px_en_traits[], px_en_event_nouns[],
	px_en_change[], px_en_ended[], px_en_weather[], px_en_exaggeration[], px_en_secret_names[], px_en_secret_weak[],
	px_en_secret_words[], px_en_secret_accounts[], px_en_made_public[], px_en_locks[], px_en_secret_kin[], px_en_open_codes[], px_en_password_words[], px_en_signing_in[], px_en_card_marks[],
	px_en_spoken_zero[], px_en_wireless[], px_en_wireless_keys[],
	px_en_question_words[], px_en_question_openers[], px_en_openers_of_all[], px_en_openers_of_named[], px_en_stop[], px_en_prepositions[], px_en_plain_past[],
	px_en_habits[], px_en_fresh[], px_en_not_things[], px_en_question_lead[], px_en_question_about[], px_en_mocking[];
/* Of memory/en_reading.c. */
extern const char px_en_negations[], px_en_irregular_past[], px_en_participles[], px_en_has_participles[],
	px_en_states_by_participle[], px_en_lasting_ing[], px_en_ing_with_place[], px_en_learning_things[],
	px_en_ing_nouns[], px_en_before_nouns[], px_en_days_plural[], px_en_dropped_openers[],
	px_en_dropped_negated[], px_en_repeating[], px_en_as_of[], px_en_limits[], px_en_until[],
	px_en_announcing[], px_en_holds_on[], px_en_moment_places_of_people[], px_en_moment_places_of_things[],
	px_en_places[], px_en_degrees[], px_en_numbers[], px_en_after_noun[], px_en_after_taste[],
	px_en_occupations[], px_en_judgements[], px_en_on_moment[], px_en_leanings[], px_en_marital[],
	px_en_diets[], px_en_after_age[], px_en_dated_things[], px_en_no_objects[], px_en_whole_verbs[],
	px_en_quitting[], px_en_coming_and_going[], px_en_timed_verbs[], px_en_passing_verbs[], px_en_broken[],
	px_en_changes[], px_en_parting[], px_en_personal_verbs[], px_en_taking_work[], px_en_work_nouns[], px_en_countable[], px_en_dated_attributes[], px_en_adding[],
	px_en_before_times[], px_en_learnt_that[], px_en_asked_subjects[], px_en_be_and_adverbs[], px_en_laughter[],
	px_en_orders[], px_en_after_orders[], px_en_anybody[], px_en_general[], px_en_small_talk[],
	px_en_lasting_duty[], px_en_owned_next[], px_en_renaming[], px_en_before_new_name[];
extern const char px_en_not_owners[], px_en_before_me[], px_en_having[], px_en_on_terms[], px_en_expiring[], px_en_world_nouns[], px_en_roles[],
	px_en_attribute_nouns[], px_en_subordinators[], px_en_no_subjects[], px_en_perfect_states[], px_en_lasting_perfect[],
	px_en_asked_for[], px_en_rescheduling[], px_en_visits[], px_en_rates[], px_en_adjusting[], px_en_given[], px_en_time_joints[],
	px_en_animals[], px_en_with_a_last[], px_en_within_others[],
	px_en_people[], px_en_wrong_about[], px_en_changing_ahead[], px_en_correction_marks[],
	px_en_sure_correction_marks[], px_en_no_values[], px_en_ordinals[], px_en_sides[], px_en_of_entries[], px_en_denying[], px_en_over[], px_en_out_of_date[], px_en_in_date[], px_en_only_orders[], px_en_called_off[], px_en_how_often[], px_en_to_keep[], px_en_no_slipping[], px_en_renamers[], px_en_reminding[], px_en_before_order[], px_en_stating[];
/* Of memory/en_family.c. */
extern const char *const px_en_families[]; /* lists; the last is NULL */
extern const char *const px_en_weekdays[7]; /* Monday first */
/*
 * What "how old", "how long" measure, and in which units it is given; an age is also a number alone ("Sander is 41").  Or
 * in what form something is given: a number of a telephone, an address of mail, an hour.  The last has no `asks`.
 */
struct px_en_measure {
	const char *asks, *units;
	enum { PX_MEASURE_UNITS, PX_MEASURE_AGE, PX_MEASURE_PHONE, PX_MEASURE_MAIL, PX_MEASURE_CLOCK, PX_MEASURE_REFERENCE } form;
};
extern const struct px_en_measure px_en_measures[];
extern const char px_en_hours[], px_en_day_halves[], px_en_before_clocks[], px_en_behind_hours[], px_en_counted[], px_en_streets[],
	px_en_behind_prices[], px_en_referred[], px_en_before_references[];
extern const char px_en_ageing[], px_en_before_hours[], px_en_asks_name[], px_en_anyone[], px_en_weekdays_plural[], px_en_now[], px_en_same_past[], px_en_schools[], px_en_attending[], px_en_of_occupation[];
extern const char px_en_light[], px_en_asks_how_much[], px_en_asks_when[], px_en_asks_where[], px_en_asks_who[], px_en_time_words[], px_en_asks_money[],
	px_en_asks_proceeds[], px_en_gets_for[], px_en_value_open[],
	px_en_money[], px_en_deals[], px_en_left[], px_en_settled[], px_en_gone[], px_en_name_parts[], px_en_asks_work[], px_en_for_work[],
	px_en_naming[], px_en_giving_names[], px_en_turned[], px_en_saying[], px_en_mine[], px_en_no_question[], px_en_back_words[], px_en_back_at_end[], px_en_goes_on[], px_en_places_at[], px_en_and[], px_en_asks_before[], px_en_former[], px_en_of_before[], px_en_plurals[], px_en_list_orders[], px_en_asks_several[], px_en_of_several[],
	px_en_asks_which_days[], px_en_who[], px_en_before_plurals[], px_en_describing[], px_en_before_things[], px_en_spoken_of[];

/* Of what is reckoned (memory/reckon); the words of 1 to 12. */
enum { PX_EN_COUNTS = 12 };
extern const char *const px_en_counts[PX_EN_COUNTS];
extern const char px_en_asks_deed[], px_en_to_me[], px_en_asks_age[], px_en_asks_since[], px_en_asks_until[], px_en_valid_for[], px_en_being_born[];
/* Of forgetting (en_forget.c). */
extern const char px_en_forget_verbs[], px_en_forget_wide_verbs[], px_en_forget_all[], px_en_before_forget[], px_en_no_remembering[], px_en_all_begins[],
	px_en_all_goes_on[], px_en_all_ends[], px_en_kept_begins[], px_en_kept_words[], px_en_last_things[], px_en_last_openers[], px_en_last_saying[],
	px_en_last_lately[], px_en_last_ends[], px_en_forgetful[], px_en_forgetting[], px_en_in_memory[], px_en_loose_things[],
	px_en_wanting[], px_en_conditions[], px_en_no_conditions[];

#endif
