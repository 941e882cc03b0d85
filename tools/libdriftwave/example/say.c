/* The same in C: counts the samples that its argument takes. */
#include <driftwave.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char** argv) {
  const char* text = argc > 1 ? argv[1] : "Hello from Driftwave.";
  driftwave_voice* voice = driftwave_voice_open(NULL);
  driftwave_stream* stream = driftwave_stream_open(voice, NULL);
  float samples[4096];
  ptrdiff_t count = driftwave_push_text(stream, text, strlen(text));
  long total = 0;
  driftwave_finish(stream);
  while (count >= 0 && (count = driftwave_pull(stream, samples, 4096)) > 0) total += count;
  if (count < 0) fprintf(stderr, "say: %s\n", driftwave_last_error());
  printf("%ld samples at %d Hz\n", total, driftwave_voice_sample_rate_hz(voice));
  driftwave_stream_close(stream);
  driftwave_voice_close(voice);
  return count < 0;
}
