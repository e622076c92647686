package switchboard.text;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times, numbers and counts as people read and type them. */
public final class HumanText {

    private static final Pattern AGE = Pattern.compile("(\\d{1,9})\\s*([smhd])");

    private static final String BYTES = "kMGT";

    private HumanText() {}

    /** {@code 5m ago}; one unit is enough. */
    public static String ago(Instant then, Instant now) {
        return Texts.of("time.ago", duration(Duration.between(then, now)));
    }

    /** {@code 42s}, {@code 5m}, {@code 3h}, {@code 2d}. */
    public static String duration(Duration duration) {
        var seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return Texts.of("time.s", seconds);
        }
        if (seconds < 3600) {
            return Texts.of("time.m", seconds / 60);
        }
        return seconds < 86_400 ? Texts.of("time.h", seconds / 3600) : Texts.of("time.d", seconds / 86_400);
    }

    /** {@code 42 s}, {@code 5 min}, {@code 3 h}, {@code 2 d}, for use in a sentence. */
    public static String spoken(Duration duration) {
        var seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return Texts.of("time.inSentence.s", seconds);
        }
        if (seconds < 3600) {
            return Texts.of("time.inSentence.m", seconds / 60);
        }
        return seconds < 86_400
                ? Texts.of("time.inSentence.h", seconds / 3600)
                : Texts.of("time.inSentence.d", seconds / 86_400);
    }

    /** {@code 0.4 s}, {@code 42 s}, {@code 5 min}: how long something has taken, for use in a sentence. */
    public static String took(Duration duration) {
        var millis = Math.max(0, duration.toMillis());
        return millis < 10_000
                ? Texts.of("time.inSentence.s", String.format(Locale.ROOT, "%.1f", millis / 1e3))
                : spoken(duration);
    }

    /** {@code 42s}, {@code 2m 05s}, {@code 3h 02m}: how long something has lasted so far. */
    public static String elapsed(Duration duration) {
        var seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return Texts.of("time.s", seconds);
        }
        return seconds < 3600
                ? Texts.of("time.minutesSeconds", seconds / 60, twoDigits(seconds % 60))
                : Texts.of("time.hoursMinutes", seconds / 3600, twoDigits(seconds % 3600 / 60));
    }

    private static String twoDigits(long number) {
        return String.format(Locale.ROOT, "%02d", number);
    }

    /** {@code 7 days}, {@code 90 minutes}: rounded up to whole seconds, in the largest unit that needs no fraction. */
    public static String inWords(Duration duration) {
        var seconds = duration.plusNanos(999_999_999).toSeconds();
        if (seconds % 60 != 0) {
            return Texts.of("time.seconds", seconds);
        }
        if (seconds % 3600 != 0) {
            return Texts.of("time.minutes", seconds / 60);
        }
        return seconds % 86_400 != 0 ? Texts.of("time.hours", seconds / 3600) : Texts.of("time.days", seconds / 86_400);
    }

    /** Reads {@code 90m} or {@code 7d}. */
    public static Optional<Duration> parseDuration(String typed) {
        var matcher = AGE.matcher(typed.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var count = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                });
    }

    /** {@code 1st}, {@code 22nd}. */
    public static String place(int number) {
        var suffix = number % 100 >= 11 && number % 100 <= 13
                ? "th"
                : switch (number % 10) {
                    case 1 -> "st";
                    case 2 -> "nd";
                    case 3 -> "rd";
                    default -> "th";
                };
        return number + suffix;
    }

    /** At most {@code most} characters; if the text is longer, the last of them is an ellipsis. */
    public static String shortened(String text, int most) {
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
    }

    /** The end of a text, which tells more of a path than its beginning: at most {@code most} UTF-16 units, the first an ellipsis. */
    public static String end(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        var from = text.length() - most + 1;
        return "…" + text.substring(Character.isLowSurrogate(text.charAt(from)) ? from + 1 : from);
    }

    /** {@code 950}, {@code 12.3k}, {@code 1.2M}. */
    public static String tokens(long number) {
        if (number < 1000) {
            return Long.toString(number);
        }
        return number < 1_000_000
                ? String.format(Locale.ROOT, "%.1fk", number / 1e3)
                : String.format(Locale.ROOT, "%.1fM", number / 1e6);
    }

    /** {@code 950 bytes}, {@code 1.2 MB}, {@code 20 MB}. */
    public static String bytes(long number) {
        if (number < 1000) {
            return number + " bytes";
        }
        var unit = 0;
        var rest = number / 1e3;
        while (rest >= 999.95 && unit < BYTES.length() - 1) {
            rest /= 1e3;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f", rest).replaceFirst("\\.0$", "") + " " + BYTES.charAt(unit) + "B";
    }

    /** {@code $0}, {@code <$0.0001}, {@code $0.0042}, {@code $1.23}. */
    public static String usd(double dollars) {
        if (dollars < 0.00005) {
            return dollars > 0 ? "<$0.0001" : "$0";
        }
        return String.format(Locale.ROOT, dollars < 0.1 ? "$%.4f" : "$%.2f", dollars);
    }
}
