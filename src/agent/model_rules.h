/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a language model is told about its work, as a constant text.
 */
#ifndef PX_AGENT_MODEL_RULES_H
#define PX_AGENT_MODEL_RULES_H

extern const char px_model_rules[];

#endif
