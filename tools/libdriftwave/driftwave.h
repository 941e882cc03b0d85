/* Driftwave for other programs: text or mel spectrograms in, samples out.
 *
 * A voice is loaded once and serves any number of streams at once, each from one thread at a time. A stream
 * computes when it is asked for samples, in the thread that asks; nothing runs in the background. Samples are
 * mono floats in -1..1 at the voice's rate.
 *
 * Text is read by espeak-ng, whose state is the process's. A program that uses espeak-ng itself keeps the
 * data folder, the locale and the voice that it has chosen, but must not call espeak-ng while it pushes text
 * here; a voice that does so loads espeak-ng's data for the whole process.
 *
 * Functions that can fail return NULL or a negative number; driftwave_last_error() then says why, for the
 * thread that called. A NULL argument is such a failure, never a crash; closing NULL does nothing.
 *
 * driftwave.hpp is the same for C++. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32)
#define DRIFTWAVE_API
#else
#define DRIFTWAVE_API __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef struct driftwave_voice driftwave_voice;
typedef struct driftwave_stream driftwave_stream;

/* Version of the library, such as "0.1.0". */
DRIFTWAVE_API const char* driftwave_version(void);

/* What went wrong in the last call of this thread that failed; "" before. Valid until the next failure. */
DRIFTWAVE_API const char* driftwave_last_error(void);

/* name: of an installed voice, or a voice's folder (the one with voice.json); NULL is the default voice. */
DRIFTWAVE_API driftwave_voice* driftwave_voice_open(const char* name);
/* Streams of the voice may outlive it. */
DRIFTWAVE_API void driftwave_voice_close(driftwave_voice* voice);

DRIFTWAVE_API int driftwave_voice_sample_rate_hz(const driftwave_voice* voice);
/* Of the mel spectrograms that it takes: bands, and samples from frame to frame. */
DRIFTWAVE_API int driftwave_voice_mel_bands(const driftwave_voice* voice);
DRIFTWAVE_API int driftwave_voice_hop_samples(const driftwave_voice* voice);
/* Samples by which pulled samples lag behind pushed mel frames; a fiftieth of a second of that is the
   watermark's, and not there in a stream without one. Such streams make no mel corrections: they would lag
   further. */
DRIFTWAVE_API ptrdiff_t driftwave_voice_latency_samples(const driftwave_voice* voice);

typedef struct driftwave_options {
  size_t size;               /* of this structure: later versions add members at its end */
  int steps;                 /* denoising steps: 0 (fastest) .. 64; -1 is the voice's own number */
  uint64_t seed;             /* same input, voice, options and seed: same samples */
  double speed;              /* text only: 0.25 .. 4; 2 speaks in half the time */
  double pitch_st;           /* text only: -24 .. 24 semitones */
  int no_watermark;          /* 1 leaves out the watermark (docs/watermark.md); 0 is the default */
  uint16_t watermark_user;   /* a number that the watermark carries */
  const void* watermark_key; /* secret bytes: only who has them finds or forges the watermark; NULL is the
                                public key. Read by driftwave_stream_open() */
  size_t watermark_key_bytes;
} driftwave_options;

/* Fills in the defaults. size: sizeof(driftwave_options) as the program knows it; nothing behind it is
 * written. */
DRIFTWAVE_API void driftwave_options_init(driftwave_options* options, size_t size);

/* options: NULL takes the defaults. */
DRIFTWAVE_API driftwave_stream* driftwave_stream_open(const driftwave_voice* voice,
                                                      const driftwave_options* options);
DRIFTWAVE_API void driftwave_stream_close(driftwave_stream* stream);

/* Adds text (UTF-8, any bytes are survived) after what was pushed before. A text is a whole: its end ends a
 * sentence. A stream takes text or mel frames, not both. Returns the number of sentences, 0 when nothing in
 * the text can be spoken, -1 on failure. */
DRIFTWAVE_API int driftwave_push_text(driftwave_stream* stream, const char* text, size_t bytes);

/* Adds an SSML document (speak, p, s, break, prosody, phoneme, sub, say-as, mark) as a text. Returns the
 * number of sentences, or -1 on failure: nothing of the document is then spoken. */
DRIFTWAVE_API int driftwave_push_ssml(driftwave_stream* stream, const char* document, size_t bytes);

typedef enum driftwave_event_kind {
  DRIFTWAVE_SENTENCE = 0,
  DRIFTWAVE_WORD = 1,
  DRIFTWAVE_PHONEME = 2,
  DRIFTWAVE_MARK = 3
} driftwave_event_kind;

/* Something of a text that sounds. A sentence comes before its words and phonemes, all of them as soon as its
 * first sample has been pulled or before. */
typedef struct driftwave_event {
  size_t size;           /* of this structure: later versions add members at its end */
  int kind;              /* driftwave_event_kind */
  uint64_t begin_sample; /* counted from the stream's first sample */
  uint64_t end_sample;
  size_t source_begin; /* of sentences and words: bytes in the text or document that was pushed */
  size_t source_end;
  const char* text; /* the sentence, the word as written, the phoneme's symbol or the mark's name; valid until
                       the next call with this stream */
} driftwave_event;

/* Takes the oldest event that nobody has taken, of the newest 65536. size: sizeof(driftwave_event). Returns
 * 1; 0 when there is none until more is pulled; -1 on failure. */
DRIFTWAVE_API int driftwave_next_event(driftwave_stream* stream, driftwave_event* event, size_t size);

/* The stream gives nothing more: driftwave_pull() soon returns 0, for good. From any thread, while the stream
 * is open. */
DRIFTWAVE_API void driftwave_cancel(driftwave_stream* stream);

/* Adds frames: mel [frames, bands] in natural log magnitude, frame after frame; f0_hz [frames] > 0; voicing
 * [frames] 0 .. 1. Returns 0, or -1 on failure. */
DRIFTWAVE_API int driftwave_push_mel(driftwave_stream* stream, const float* mel, const float* f0_hz,
                                     const float* voicing, size_t frames);

/* After the last push: the samples that waited for more frames may come. Returns 0, or -1 on failure. */
DRIFTWAVE_API int driftwave_finish(driftwave_stream* stream);

/* Writes up to max_samples samples. Returns how many; 0 when there are none until more is pushed, and for
 * good after driftwave_finish(); -1 on failure. Samples that came before a failure are returned first. */
DRIFTWAVE_API ptrdiff_t driftwave_pull(driftwave_stream* stream, float* samples, size_t max_samples);

#ifdef __cplusplus
}
#endif
