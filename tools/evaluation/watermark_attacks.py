"""What is done to marked sound by measure_watermark.py and remove_watermark.py. Needs numpy, scipy, soundfile;
an attack that needs ffmpeg, or an encoder or filter that this ffmpeg lacks, says so when it is run."""
import math
import os
import subprocess
import tempfile

import numpy as np
import soundfile
from scipy.signal import butter, fftconvolve, istft, resample_poly, sosfilt, stft

RATE = 44100


def ffmpeg(samples, arguments, target):
    subprocess.run(["ffmpeg", "-v", "error", "-f", "f32le", "-ar", str(RATE), "-ac", "1", "-i", "-", *arguments, "-y",
                    target], input=samples.astype(np.float32).tobytes(), check=True, stderr=subprocess.DEVNULL)


def decoded(file, length):
    raw = subprocess.run(["ffmpeg", "-v", "error", "-i", file, "-ac", "1", "-ar", str(RATE), "-f", "f32le", "-"],
                         capture_output=True, check=True).stdout
    out = np.frombuffer(raw, np.float32).astype(float)
    return np.pad(out, (0, max(0, length - len(out))))[:length]


def codec(suffix, encoder, rate=None):
    """Through an encoder of ffmpeg's and back."""
    def apply(samples):
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "coded." + suffix)
            ffmpeg(samples, (["-ar", str(rate)] if rate else []) + encoder, file)
            return decoded(file, len(samples))
    return apply


def effect(filters):
    """A chain of ffmpeg's audio filters."""
    return codec("wav", ["-af", filters, "-c:a", "pcm_f32le"])


def whole_effect(filters):
    """Of a clip, which may change its length."""
    def apply(clip):
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "changed.wav")
            ffmpeg(clip, ["-af", filters, "-c:a", "pcm_f32le"], file)
            return soundfile.read(file)[0]
    return apply


def resampled(rate):
    def apply(samples):
        divisor = math.gcd(rate, RATE)
        down = resample_poly(samples, rate // divisor, RATE // divisor)
        return resample_poly(down, RATE // divisor, rate // divisor)[:len(samples)]
    return apply


def level(samples):
    return np.sqrt(np.mean(samples ** 2))


def noise(snr_db):
    def apply(clip):
        drawn = np.random.default_rng(1).standard_normal(len(clip))
        return clip + level(clip) * 10 ** (-snr_db / 20) * drawn
    return apply


def tune(ratio_db):
    """A chord that moves, under the sound."""
    def apply(clip):
        time = np.arange(len(clip)) / RATE
        sound = sum(np.sin(2 * np.pi * hz * time * (1 + h) + h) / (1 + h) * (1 + np.sin(3 * time + hz))
                    for hz in (196, 247, 294, 392) for h in range(12))
        return clip + sound * level(clip) / level(sound) * 10 ** (-ratio_db / 20)
    return apply


def clipped(share):
    return lambda clip: np.clip(clip, -share * np.abs(clip).max(), share * np.abs(clip).max())


def reverberated(seconds, direct_db):
    """A room whose reverberation falls by 60 dB in so long, and whose direct sound is this much stronger."""
    def apply(clip):
        t = np.arange(int(seconds * RATE)) / RATE
        impulse = np.random.default_rng(2).standard_normal(len(t)) * 10 ** (-3 * t / seconds)
        impulse *= 10 ** (-direct_db / 20) / np.sqrt(np.sum(impulse ** 2))
        impulse[0] = 1.0
        return fftconvolve(clip, impulse)[:len(clip)]
    return apply


def read_at(samples, times):
    """By a windowed sinc. @param times in samples"""
    whole = np.floor(times).astype(int)
    out = np.zeros(len(times))
    padded = np.pad(samples, 32)
    for tap in range(-15, 17):
        x = tap - (times - whole)
        out += padded[whole + tap + 32] * np.sinc(x) * np.cos(np.pi * x / 34) ** 2
    return out


def speed(factor):
    return lambda clip: read_at(clip, np.arange(0, len(clip) - 1, factor))


def wow(share, hz=0.7):
    """Speed that goes up and down by this share, as of a tape."""
    def apply(clip):
        time = np.arange(len(clip)) / RATE
        return read_at(clip, np.clip(np.arange(len(clip)) + share * RATE / (2 * np.pi * hz) *
                                     np.sin(2 * np.pi * hz * time), 0, len(clip) - 1))
    return apply


def phases(radians):
    """Each bin of each frame turned by chance."""
    def apply(clip):
        _, _, bins = stft(clip, RATE, nperseg=1024)
        turned = bins * np.exp(1j * radians * np.random.default_rng(5).standard_normal(bins.shape))
        return istft(turned, RATE, nperseg=1024)[1][:len(clip)]
    return apply


def trimmed(seconds):
    return lambda clip: clip[int(0.13 * RATE):int((0.13 + seconds) * RATE)]


def spliced(clip):
    """Four quarters in another order."""
    quarters = np.array_split(clip, 4)
    return np.concatenate([quarters[i] for i in (2, 0, 3, 1)])


def dropped(clip):
    """20 ms of each half of a second are gone."""
    keep = np.arange(len(clip)) % (RATE // 2) >= RATE // 50
    return clip[keep]


def band(low, high):
    return lambda clip: sosfilt(butter(4, [low, high], "bandpass", fs=RATE, output="sos"), clip)


def over_the_air(clip):
    """A loudspeaker, a small room, a microphone, and two clocks."""
    return speed(1.0001)(noise(25)(band(150, 9000)(reverberated(0.3, 3)(clip))))


# Of a whole recording.
WHOLE = {
    "none": lambda samples: samples,
    **{f"mp3_{k}": codec("mp3", ["-c:a", "libmp3lame", "-b:a", f"{k}k"]) for k in (32, 64, 128, 320)},
    **{f"opus_{k}": codec("opus", ["-c:a", "libopus", "-b:a", f"{k}k"]) for k in (12, 16, 24, 48, 96)},
    **{f"aac_{k}": codec("m4a", ["-c:a", "aac", "-b:a", f"{k}k"]) for k in (32, 64, 128)},
    **{f"vorbis_q{q}": codec("ogg", ["-c:a", "libvorbis", "-q:a", f"{q}"]) for q in (0, 4)},
    "wma_64": codec("wma", ["-c:a", "wmav2", "-b:a", "64k"]),
    "ac3_96": codec("ac3", ["-c:a", "ac3", "-b:a", "96k"]),
    "sbc_bluetooth": codec("sbc", ["-c:a", "sbc", "-b:a", "160k"]),
    "g722": codec("wav", ["-c:a", "g722"], 16000),
    "mulaw_8k": codec("wav", ["-c:a", "pcm_mulaw"], 8000),
    "gsm_8k": codec("gsm", ["-c:a", "libgsm"], 8000),
    "speex_16k": codec("spx", ["-c:a", "libspeex", "-q:a", "8"], 16000),
    "codec2_3200": codec("c2", ["-c:a", "libcodec2", "-mode", "3200"], 8000),
    "8_bit": codec("wav", ["-c:a", "pcm_u8"]),
    **{f"rate_{r}": resampled(r) for r in (8000, 16000, 22050, 48000)},
    "eq": effect("equalizer=f=300:t=o:w=1:g=-10,equalizer=f=3000:t=o:w=1:g=8,highshelf=f=6000:g=-8"),
    "compressor": effect("acompressor=threshold=-30dB:ratio=6:attack=5:release=80:makeup=4"),
    "limiter": effect("alimiter=level_in=8:limit=0.5"),
    "denoise_fft": effect("afftdn=nr=20:nf=-40"),
    "denoise_nlm": effect("anlmdn=s=0.001"),
    "tremolo": effect("tremolo=f=5:d=0.7"),
    "chorus": effect("chorus=0.6:0.9:50:0.4:0.25:2"),
    "echo": effect("aecho=0.8:0.7:60:0.4"),
}
# Of a clip.
CLIP = {
    **{f"noise_{n}": noise(n) for n in (30, 20, 15, 10, 5, 0)},
    "music_10_below": tune(10), "music_as_loud": tune(0),
    "clip_30%": clipped(0.3), "clip_10%": clipped(0.1),
    "reverb_0.3_near": reverberated(0.3, 6), "reverb_0.3_far": reverberated(0.3, -6), "reverb_1": reverberated(1.0, 0),
    "telephone": band(300, 3400), "lowpass_2k": band(20, 2000), "highpass_2k": band(2000, 20000),
    "gain_-20": lambda clip: 0.1 * clip, "polarity": lambda clip: -clip,
    "trim_0.5": trimmed(0.5), "trim_1": trimmed(1.0), "trim_1.5": trimmed(1.5),
    "splice_quarters": spliced, "drop_4%": dropped, "over_the_air": over_the_air,
    "clock_0.01%": speed(1.0001), "speed_0.1%": speed(1.001),
    "wow_0.01%": wow(1e-4), "wow_0.1%": wow(1e-3), "phases_0.5": phases(0.5), "phases_1": phases(1.0),
}
# Those that --speeds is for.
SPEED = {
    **{f"speed_{100 * (f - 1):+.1f}%": speed(f) for f in (0.95, 0.98, 0.99, 0.995, 1.005, 1.01, 1.02, 1.05)},
    "semitone_up_by_speed": speed(2 ** (1 / 12)), "semitone_down_by_speed": speed(2 ** (-1 / 12)),
}
# Those that change one of pitch and pace.
STRETCH = {
    "pitch_+1": whole_effect(f"rubberband=pitch={2 ** (1 / 12)}"),
    "pitch_-1": whole_effect(f"rubberband=pitch={2 ** (-1 / 12)}"),
    "stretch_1.02": whole_effect("atempo=1.02"), "stretch_1.1": whole_effect("atempo=1.1"),
    "rubberband_1.02": whole_effect("rubberband=tempo=1.02"),
}
