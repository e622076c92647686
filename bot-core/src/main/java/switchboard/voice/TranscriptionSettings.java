package switchboard.voice;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import switchboard.text.Texts;

/**
 * How recordings are transcribed.
 *
 * @param command a local program with its arguments, which gets the recording's path as one more; empty for none
 * @param within the longest that one recording may take, more than zero
 * @param delay how long a transcript is shown before it is sent by itself; zero: at once, empty: never
 */
public record TranscriptionSettings(List<String> command, Duration within, Optional<Duration> delay) {

    public static final TranscriptionSettings STANDARD =
            new TranscriptionSettings(List.of(), Duration.ofMinutes(5), Optional.of(Duration.ofSeconds(4)));

    public TranscriptionSettings {
        command = List.copyOf(command);
        if (!within.isPositive() || delay.filter(Duration::isNegative).isPresent()) {
            throw new IllegalArgumentException(Texts.of("setting.transcription"));
        }
    }
}
