package switchboard.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import switchboard.command.Nearest;
import switchboard.openai.OpenAiSettings;
import switchboard.text.Texts;

/** The names of all settings, and complaints about other names in a {@code .env}. */
final class SettingNames {

    /** An environment variable in a {@code reference.conf}. */
    private static final Pattern IN_CONFIGURATION = Pattern.compile("\\$\\{\\?([A-Z][A-Z0-9_]*)}");

    /** Settings that are in no {@code reference.conf}: secrets and the launcher's own. */
    private static final List<String> APART = List.of(
            "TELEGRAM_BOT_TOKEN", "HTTP_TOKEN", OpenAiSettings.KEY, "SWITCHBOARD_HEAP", "SWITCHBOARD_START_CACHE");

    /** A name for Claude counts as misspelt only if it differs from one of ours by at most this many letters. */
    private static final int MISTAKES_OF_CLAUDES = 2;

    private final SortedSet<String> known = new TreeSet<>(APART);

    /** Reads the names from the configuration's defaults. */
    SettingNames() {
        try {
            for (var file : Collections.list(SettingNames.class.getClassLoader().getResources("reference.conf"))) {
                try (var stream = file.openStream()) {
                    var text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
                    IN_CONFIGURATION.matcher(text).results().forEach(found -> known.add(found.group(1)));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Whether the bot has a setting of this name. */
    boolean has(String name) {
        return known.contains(name);
    }

    /** One sentence for each name of a {@code .env} that has no effect or is likely misspelt. */
    List<String> complaints(Collection<String> names) {
        return names.stream()
                .sorted()
                .filter(name -> !known.contains(name))
                .flatMap(name -> complaint(name).stream())
                .toList();
    }

    private Optional<String> complaint(String name) {
        if (HostEnvironment.isForClaude(name)) {
            return Nearest.to(name, known, MISTAKES_OF_CLAUDES).map(near -> Texts.of("dotEnv.nearlyOurs", name, near));
        }
        return Optional.of(nearest(name)
                .map(near -> Texts.of("dotEnv.unknownNear", name, near))
                .orElseGet(() -> Texts.of("dotEnv.unknown", name)));
    }

    /** The setting that was probably meant. {@code BOT_TOKEN} is the end of the right name and not a misspelling. */
    private Optional<String> nearest(String name) {
        return known.stream()
                .filter(each -> each.endsWith("_" + name))
                .findFirst()
                .or(() -> Nearest.to(name, known, name.length() / 3));
    }
}
