#include "engine/audio/audio_file_writer.h"

#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <iterator>
#include <limits>
#include <stdexcept>

#include "engine/audio/resample.h"
#include "tests/engine/audio/audio_fixture.h"
#include "tests/engine/audio/tones.h"

namespace driftwave {
namespace {

/// Makes the disk look full to files that grow past `bytes`, as long as it lives.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &old_);
    rlimit less = old_;
    less.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &less);
  }
  ~FullDisk() {
    setrlimit(RLIMIT_FSIZE, &old_);
    std::signal(SIGXFSZ, handler_);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit old_{};
  void (*handler_)(int);
};

class AudioFileWriterTest : public AudioFileTest {
 protected:
  [[nodiscard]] std::string bytes_of(const std::string& name) const {
    std::ifstream in(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  [[nodiscard]] std::ptrdiff_t files() const {
    return std::distance(std::filesystem::directory_iterator(folder_), std::filesystem::directory_iterator());
  }
  static void write_in_chunks(AudioFileWriter& writer, std::span<const float> samples, std::size_t chunk) {
    for (; !samples.empty(); samples = samples.subspan(std::min(chunk, samples.size()))) {
      writer.write(samples.first(std::min(chunk, samples.size())));
    }
  }
};

std::vector<float> stereo_noise(std::size_t frames) {
  std::vector<float> samples(frames * 2);
  std::uint32_t state = 1;
  for (float& x : samples) {
    state = state * 1664525 + 1013904223;
    x = static_cast<float>(state >> 8) / 16777216.0F - 0.5F;
  }
  return samples;
}

TEST_F(AudioFileWriterTest, LetsAFileAppearOnCommitOnly) {
  {
    AudioFileWriter abandoned(folder_ / "a.wav", {});
    abandoned.write(make_tone({}, 44100, 1000));
  }
  EXPECT_EQ(files(), 0);
  AudioFileWriter writer(folder_ / "a.wav", {});
  writer.write(make_tone({}, 44100, 1000));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "a.wav"));
  writer.commit();
  EXPECT_EQ(read_audio(folder_ / "a.wav").frames(), 1000U);
  EXPECT_EQ(files(), 1);
}

TEST_F(AudioFileWriterTest, WritesTheSameFileForAnyChunks) {
  const AudioBuffer audio{.samples = stereo_noise(20000), .channels = 2, .sample_rate_hz = 44100};
  const AudioFileOptions options{.channels = 2, .tags = {{"title", "Noise"}}};
  for (const std::string format : {".wav", ".flac", ".mp3"}) {
    write_audio(folder_ / ("whole" + format), audio, options.tags);
    for (const std::size_t chunk : {2U, 1154U, 30000U}) {
      AudioFileWriter writer(folder_ / ("chunks" + format), options);
      write_in_chunks(writer, audio.samples, chunk);
      writer.commit();
      EXPECT_EQ(bytes_of("chunks" + format), bytes_of("whole" + format)) << format << " in " << chunk;
    }
  }
}

TEST_F(AudioFileWriterTest, WritesTheShortestHeaderOfAWav) {
  AudioFileWriter writer(folder_ / "a.wav", {.sample_rate_hz = 44100, .channels = 2});
  writer.write(std::vector<float>(20));
  writer.commit();
  const unsigned char header[] = {'R', 'I', 'F', 'F', 76, 0, 0,   0,   'W', 'A',  'V',  'E', 'f', 'm',  't',
                                  ' ', 16,  0,   0,   0,  1, 0,   2,   0,   0x44, 0xac, 0,   0,   0x10, 0xb1,
                                  2,   0,   4,   0,   16, 0, 'd', 'a', 't', 'a',  40,   0,   0,   0};
  const std::string bytes = bytes_of("a.wav");
  ASSERT_EQ(bytes.size(), sizeof(header) + 40);
  EXPECT_EQ(std::memcmp(bytes.data(), header, sizeof(header)), 0);
}

TEST_F(AudioFileWriterTest, ContinuesAsRf64WhereRiffEnds) {
  AudioBuffer audio{.samples = stereo_noise(100000), .channels = 2, .sample_rate_hz = 44100};
  for (float& x : audio.samples) x = std::round(x * 32768.0F) / 32768.0F;
  AudioFileOptions options{.channels = 2, .tags = {{"title", "Long"}}, .largest_wav_bytes = 200000};
  AudioFileWriter writer(folder_ / "long.wav", options);
  write_in_chunks(writer, audio.samples, 3000);
  writer.commit();
  EXPECT_EQ(bytes_of("long.wav").substr(0, 4), "RF64");
  EXPECT_EQ(read_audio(folder_ / "long.wav").samples, audio.samples);
  EXPECT_EQ(read_tags(folder_ / "long.wav").at("title"), "Long");
  EXPECT_EQ(files(), 1);

  AudioFileWriter shorter(folder_ / "short.wav", options);
  shorter.write(std::span(audio.samples).first(100000));
  shorter.commit();
  EXPECT_EQ(bytes_of("short.wav").substr(0, 4), "RIFF");
}

TEST_F(AudioFileWriterTest, ResamplesAStreamToARateTheFormatKnows) {
  const auto tone = make_tone({}, 44100, 44100);
  AudioFileWriter writer(folder_ / "a.opus", {.sample_rate_hz = 44100});
  write_in_chunks(writer, tone, 777);
  writer.commit();
  const AudioBuffer back = read_audio(folder_ / "a.opus");
  EXPECT_EQ(back.sample_rate_hz, 48000);
  EXPECT_EQ(back.frames(), 48000U);
  EXPECT_NEAR(std::arg(measure_tone(back.samples, Tone{}.hz, 48000)), Tone{}.phase, 0.05) << "delay";
}

TEST_F(AudioFileWriterTest, SaysWhenASampleIsNotFinite) {
  AudioFileWriter writer(folder_ / "a.wav", {.sample_rate_hz = 8000, .channels = 2});
  writer.write(std::vector<float>(8000));
  std::vector<float> bad(8000);
  bad[4001] = std::numeric_limits<float>::infinity();
  EXPECT_EQ(message_of([&] { writer.write(bad); }),
            (folder_ / "a.wav").string() + ": want finite samples, got inf at 0.7500 s");
}

TEST_F(AudioFileWriterTest, LeavesNothingOnAFullDisk) {
  const auto noise = stereo_noise(100000);
  for (const char* format : {".wav", ".flac", ".ogg", ".opus", ".mp3"}) {
    const std::string name = (folder_ / (std::string("a") + format)).string();
    const std::string message = message_of([&] {
      AudioFileWriter writer(name, {.sample_rate_hz = 48000, .channels = 2});
      const FullDisk disk(10000);
      writer.write(noise);
      writer.commit();
    });
    EXPECT_EQ(message, name + ": cannot write: File too large");
    EXPECT_EQ(files(), 0) << format;
  }
}

TEST_F(AudioFileWriterTest, NoticesADiskThatIsFullAtTheVeryEnd) {
  const auto noise = stereo_noise(3000);
  for (const char* format : {".wav", ".flac", ".ogg", ".opus", ".mp3"}) {
    const std::string name = (folder_ / (std::string("a") + format)).string();
    AudioFileWriter whole(name, {.sample_rate_hz = 48000, .channels = 2});
    whole.write(noise);
    whole.commit();
    const auto size = static_cast<rlim_t>(std::filesystem::file_size(name));
    std::filesystem::remove(name);
    AudioFileWriter writer(name, {.sample_rate_hz = 48000, .channels = 2});
    const std::string message = message_of([&] {
      const FullDisk disk(size - 1);
      writer.write(noise);
      writer.commit();
    });
    EXPECT_EQ(message, name + ": cannot write: File too large");
    EXPECT_FALSE(std::filesystem::exists(name));
  }
}

TEST_F(AudioFileWriterTest, HandsOutBytesOfTrueSizesWhereThereIsNoFile) {
  std::string received;
  AudioFileWriter writer("somewhere.wav", {}, [&received](std::span<const std::byte> part) {
    received.append(reinterpret_cast<const char*>(part.data()), part.size());
  });
  const auto tone = make_tone({}, 44100, 100000);
  writer.write(tone);
  EXPECT_EQ(received, "");
  writer.commit();
  write_audio(folder_ / "a.wav", {.samples = tone, .channels = 1, .sample_rate_hz = 44100});
  EXPECT_EQ(received, bytes_of("a.wav"));
}

TEST_F(AudioFileWriterTest, PassesOnWhatTheReceiverThrows) {
  AudioFileWriter writer("somewhere.wav", {},
                         [](std::span<const std::byte>) { throw std::domain_error("gone"); });
  writer.write(make_tone({}, 44100, 100));
  EXPECT_THROW(writer.commit(), std::domain_error);
}

TEST_F(AudioFileWriterTest, RefusesAtOnceWhatCannotBecomeAFile) {
  const auto message = [&](const std::string& name, const AudioFileOptions& options) {
    return message_of([&] { const AudioFileWriter writer(folder_ / name, options); });
  };
  const std::string folder = folder_.string();
  EXPECT_EQ(message("absent/a.wav", {}), folder + "/absent/a.wav: cannot write: No such file or directory");
  EXPECT_TRUE(message("a.aiff", {}).starts_with(folder + "/a.aiff: want a name in .wav"));
  EXPECT_EQ(message("a.wav", {.sample_rate_hz = 10}),
            folder + "/a.wav: want a rate of 1000 to 768000 Hz, got 10 Hz");
  EXPECT_TRUE(message("a.mp3", {.channels = 3}).starts_with(folder + "/a.mp3: cannot write 3 channels"));
  EXPECT_EQ(message_of([&] { AudioFileWriter(folder_ / "a.wav", {}).commit(); }),
            folder + "/a.wav: want audio to write, got none");
  EXPECT_EQ(files(), 0);
}

}  // namespace
}  // namespace driftwave
