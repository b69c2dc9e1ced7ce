/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The encoder's struct borrows its layers, so the net is an encoder whose upper
 * layers are ours.
 */
#include "specialist/net.h"

enum { SHARED = 1 };

static const char encoder_id[] = "all-MiniLM-L6-v2-int8";

static enum px_err open_vocabulary(struct px_specialist_net *net, struct px_error *error)
{
	size_t count = net->encoder.vocabulary;
	const void *at, *slots;
	struct px_str text;
	enum px_err err = px_weights_get_any(&net->base, PX_SECTION_PIECES, &text, error);

	if (!err)
		err = px_weights_get(&net->base, PX_SECTION_PIECES_AT, (count + 1) * sizeof(uint32_t), &at, error);
	if (!err)
		err = px_weights_get(&net->base, PX_SECTION_PIECES_SLOTS, PX_WORDPIECE_SLOTS * sizeof(uint32_t), &slots, error);
	return err ? err : px_wordpiece_init(&net->wordpiece, (uint32_t)count, text, at, slots, error);
}

static enum px_err open_base(struct px_specialist_net *net, const char *file, struct px_error *error)
{
	enum px_err err = px_weights_map(file, &net->base, error);

	if (err)
		return err;
	if (strcmp(net->base.header->id, encoder_id) != 0)
		return px_fail(error, PX_UNSUPPORTED, NULL, "the trained reader needs the encoder %s; the file is of %s", encoder_id,
			       net->base.header->id);
	err = px_encoder_init(&net->encoder, &net->base, error);
	if (!err && (net->encoder.layers < SHARED || net->encoder.positions < PX_SPECIALIST_TOKENS))
		err = px_fail(error, PX_CORRUPT, NULL, "the encoder is too small for the trained reader");
	return err ? err : open_vocabulary(net, error);
}

static bool fits(const struct px_specialist_net *net)
{
	const uint32_t *parameters = net->own.header->parameters, own = parameters[PX_SPECIALIST_OWN];

	return parameters[PX_SPECIALIST_DIMS] == net->encoder.dims && parameters[PX_SPECIALIST_INNER] == net->encoder.inner &&
	       parameters[PX_SPECIALIST_SHARED] == SHARED && own >= 1 && own <= PX_ENCODER_LAYERS_MAX - SHARED &&
	       parameters[PX_SPECIALIST_FEATURES] == PX_FEATURES && parameters[PX_SPECIALIST_INTENTS] == PX_MARK_INTENTS &&
	       parameters[PX_SPECIALIST_TAGS] == PX_MARK_TAGS;
}

static enum px_err open_heads(struct px_specialist_net *net, struct px_error *error)
{
	size_t dims = net->encoder.dims, outputs = PX_SPECIALIST_SCORES;
	const size_t sizes[] = { dims * outputs, outputs * sizeof(float), outputs * sizeof(float), outputs * sizeof(int32_t) };
	const void *parts[4];
	enum px_err err = PX_OK;

	for (uint32_t i = 0; i < 4 && !err; i++)
		err = px_weights_get(&net->own, PX_SPECIALIST_HEADS + i, sizes[i], &parts[i], error);
	if (!err)
		net->heads = (struct px_linear){ .inputs = dims, .outputs = outputs, .weights = parts[PX_LAYER_WEIGHTS],
						 .scale = parts[PX_LAYER_SCALE], .bias = parts[PX_LAYER_BIAS],
						 .start = parts[PX_LAYER_START] };
	return err;
}

static enum px_err open_own(struct px_specialist_net *net, const void *own, size_t size, struct px_error *error)
{
	const void *temperatures = NULL;
	enum px_err err = px_weights_view(own, size, &net->own, error);

	if (err)
		return err;
	if (!fits(net))
		return px_fail(error, PX_UNSUPPORTED, NULL, "the trained reader's weights are of another version than this program");
	net->encoder.layers = SHARED + net->own.header->parameters[PX_SPECIALIST_OWN];
	for (size_t i = SHARED; i < net->encoder.layers && !err; i++)
		err = px_encoder_get_layer(&net->own, i - SHARED, net->encoder.dims, net->encoder.inner, &net->encoder.layer[i],
					   error);
	if (!err)
		err = px_weights_get(&net->own, PX_SPECIALIST_FEATURE_ROWS, PX_FEATURES * net->encoder.dims * sizeof(float),
				     (const void **)&net->features, error);
	if (!err)
		err = open_heads(net, error);
	if (!err)
		err = px_weights_get(&net->own, PX_SPECIALIST_TEMPERATURES, sizeof(net->temperatures), &temperatures, error);
	if (!err)
		memcpy(&net->temperatures, temperatures, sizeof(net->temperatures));
	return err;
}

enum px_err px_specialist_net_open(struct px_specialist_net *net, const char *encoder_file, const void *own, size_t size,
				   struct px_error *error)
{
	*net = (struct px_specialist_net){ .kernel = px_kernel_best(), .shared = SHARED };
	enum px_err err = open_base(net, encoder_file, error);

	if (!err && size)
		err = open_own(net, own, size, error);
	if (err)
		px_specialist_net_close(net);
	return err;
}

void px_specialist_net_close(struct px_specialist_net *net)
{
	px_weights_release(&net->own);
	px_weights_release(&net->base);
}

void px_specialist_net_below(const struct px_specialist_net *net, const struct px_specialist_input *input,
			     struct px_specialist_work *work)
{
	px_encoder_begin(&net->encoder, net->kernel, input->ids, &input->length, NULL, 1, &work->encoder);
	px_encoder_layers(&net->encoder, net->kernel, 0, net->shared, &input->length, 1, &work->encoder);
}

static void add_features(const struct px_specialist_net *net, const struct px_specialist_input *input, float *x)
{
	size_t dims = net->encoder.dims;

	for (size_t token = 0; token < input->length; token++, x += dims) {
		for (size_t feature = 0; feature < PX_FEATURES; feature++) {
			const float *row = net->features + feature * dims;
			if (!(input->features[token] >> feature & 1))
				continue;
			for (size_t d = 0; d < dims; d++)
				x[d] += row[d];
		}
	}
}

void px_specialist_net_run(const struct px_specialist_net *net, const struct px_specialist_input *input,
			   struct px_specialist_work *work)
{
	struct px_encoder_work *encoder = &work->encoder;

	px_specialist_net_below(net, input, work);
	add_features(net, input, encoder->x);
	px_encoder_layers(&net->encoder, net->kernel, net->shared, net->encoder.layers - 1, &input->length, 1, encoder);
	px_encoder_last(&net->encoder, net->kernel, input->length, input->message, encoder);
	struct px_quantised in = { encoder->values, encoder->scale, input->message, net->encoder.dims };
	net->kernel->quantise(encoder->x, &in);
	net->kernel->linear(&net->heads, &in, work->scores, PX_SPECIALIST_SCORES, input->message);
}

void px_specialist_work_release(struct px_specialist_work *work)
{
	px_encoder_work_release(&work->encoder);
}
