/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/time/productions.h"

const px_time_make *const px_time_makes[PX_TIME_TOPICS] = {
	px_time_makes_number, px_time_makes_clock, px_time_makes_day, px_time_makes_period,
	px_time_makes_portion, px_time_makes_join, px_time_makes_range, px_time_makes_set,
};
