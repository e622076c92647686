package switchboard;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import switchboard.model.DayLimit;
import switchboard.model.PermissionMode;
import switchboard.text.ShellWords;
import switchboard.text.Texts;

/**
 * Reads settings. If one is wrong, it says so in one sentence, with the setting's name as people know it.
 *
 * @param config the section the paths are relative to
 */
public record SettingsReader(Config config) {

    /** The longest time a setting may name; timers cannot wait for more than 248 days. */
    public static final Duration LONGEST = Duration.ofDays(100);

    private static final int HIGHEST_PORT = 65_535;

    public String text(String path) {
        return config.getString(path).strip();
    }

    public @Nullable String textOrNull(String path) {
        var text = text(path);
        return text.isEmpty() ? null : text;
    }

    /** The words of a text, as a shell separates them. */
    public List<String> words(String path, String name) {
        try {
            return ShellWords.split(text(path));
        } catch (IllegalArgumentException unclosed) {
            throw new IllegalArgumentException(
                    Texts.of("setting.unclosed", name, String.valueOf(unclosed.getMessage())), unclosed);
        }
    }

    public int atLeast(int least, String path, String name) {
        return number(least, Integer.MAX_VALUE, Texts.of("setting.number", Integer.toString(least)), path, name);
    }

    /** A TCP port; 0 for any that is free. */
    public int port(String path, String name) {
        return number(0, HIGHEST_PORT, Texts.of("setting.port", Integer.toString(HIGHEST_PORT)), path, name);
    }

    private int number(int least, int most, String wanted, String path, String name) {
        try {
            var number = config.getInt(path);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (ConfigException notANumber) {
            throw wrong(name, wanted, path, notANumber);
        }
        throw wrong(name, wanted, path, null);
    }

    /** A time of at most {@link #LONGEST}. */
    public Duration duration(String path, String name) {
        Duration duration;
        try {
            duration = config.getDuration(path);
        } catch (ConfigException notADuration) {
            throw wrong(name, Texts.of("setting.millis"), path, notADuration);
        }
        if (duration.isNegative()) {
            throw wrong(name, Texts.of("setting.millis"), path, null);
        }
        if (duration.compareTo(LONGEST) > 0) {
            throw wrong(
                    name,
                    Texts.of("setting.atMostDays", LONGEST.toDays(), Long.toString(LONGEST.toMillis())),
                    path,
                    null);
        }
        return duration;
    }

    /** A time, or {@code never}. */
    public Optional<Duration> durationOrNever(String path, String name) {
        return "never".equalsIgnoreCase(text(path)) ? Optional.empty() : Optional.of(duration(path, name));
    }

    public Duration positive(String path, String name) {
        var duration = duration(path, name);
        if (duration.isZero()) {
            throw wrong(name, Texts.of("setting.someMillis"), path, null);
        }
        return duration;
    }

    /** A number of bytes above 0, perhaps with a unit. */
    public long bytes(String path, String name) {
        try {
            var bytes = config.getBytes(path);
            if (bytes > 0) {
                return bytes;
            }
        } catch (ConfigException noBytes) {
            throw wrong(name, Texts.of("setting.bytes"), path, noBytes);
        }
        throw wrong(name, Texts.of("setting.bytes"), path, null);
    }

    /** What may be spent in a day; empty if nothing is set. */
    public Optional<DayLimit> usd(String path, String name) {
        var text = text(path);
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(DayLimit.parse(text).orElseThrow(() -> wrong(name, Texts.of("setting.usd"), path, null)));
    }

    /** {@code on} or {@code off}, in any case. */
    public boolean onOff(String path, String name) {
        return switch (text(path).toLowerCase(Locale.ROOT)) {
            case "on", "true" -> true; // HOCON has both words
            case "off", "false" -> false;
            default -> throw wrong(name, Texts.of("setting.onOff"), path, null);
        };
    }

    public PermissionMode mode(String path, String name) {
        return PermissionMode.parse(text(path)).orElseThrow(() -> wrong(name, Texts.of("setting.mode"), path, null));
    }

    /** An existing directory, with all links resolved; {@code otherwise} if nothing is set. */
    public Path directory(String path, String name, Path otherwise) {
        var text = text(path);
        var directory = text.isEmpty() ? otherwise : path(text, name, otherwise);
        try {
            var real = directory.toRealPath();
            if (Files.isDirectory(real)) {
                return real;
            }
        } catch (IOException missing) {
            throw new IllegalArgumentException(Texts.of("setting.missing", name, directory), missing);
        }
        throw new IllegalArgumentException(Texts.of("setting.noDirectory", name, directory));
    }

    /** A directory that need not exist yet, with links resolved as far as it does; {@code otherwise} if nothing is set. */
    public Path place(String path, String name, Path home, Path otherwise) {
        var text = text(path);
        var place = (text.isEmpty() ? otherwise : path(text, name, home))
                .toAbsolutePath()
                .normalize();
        for (var there = place; there != null; there = there.getParent()) {
            if (Files.exists(there)) {
                try {
                    return there.toRealPath().resolve(there.relativize(place));
                } catch (IOException unreadable) {
                    throw new IllegalArgumentException(Texts.of("setting.noPath", name, text), unreadable);
                }
            }
        }
        return place;
    }

    /** Existing directories, separated by commas, with all links resolved. */
    public List<Path> paths(String path, String name, Path home) {
        return list(path, each -> {
            try {
                var real = path(each, name, home).toRealPath();
                if (Files.isDirectory(real)) {
                    return real;
                }
            } catch (IOException missing) {
                throw new IllegalArgumentException(Texts.of("setting.namesMissing", name, each), missing);
            }
            throw new IllegalArgumentException(Texts.of("setting.namesFile", name, each));
        });
    }

    /** Values separated by commas. */
    public <T> List<T> list(String path, Function<String, T> parse) {
        return Arrays.stream(text(path).split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .map(parse)
                .toList();
    }

    private static Path path(String text, String name, Path home) {
        try {
            return text.equals("~") || text.startsWith("~/") ? Path.of(home + text.substring(1)) : Path.of(text);
        } catch (InvalidPathException invalid) {
            throw new IllegalArgumentException(Texts.of("setting.noPath", name, text), invalid);
        }
    }

    private IllegalArgumentException wrong(String name, String wanted, String path, @Nullable Throwable cause) {
        return new IllegalArgumentException(Texts.of("setting.wrong", name, wanted, config.getString(path)), cause);
    }
}
