package switchboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingNamesTest {

    private final SettingNames names = new SettingNames();

    @ParameterizedTest
    @CsvSource({
        "TELEGRAM_ALOWED_USERS, TELEGRAM_ALLOWED_USERS",
        "TELEGRAM_TOKEN, TELEGRAM_BOT_TOKEN",
        "BOT_TOKEN, TELEGRAM_BOT_TOKEN",
        "MAX_CONCURENT_QUERYS, MAX_CONCURRENT_QUERIES",
        "SESSIONS_DIR, SESSION_DIR",
        "CLAUDE_WORKNG_DIR, CLAUDE_WORKING_DIR",
    })
    void aMisspeltNameIsToldWithTheNearest(String name, String meant) {
        assertThat(names.complaints(List.of(name)))
                .singleElement()
                .satisfies(told -> assertThat(told)
                        .startsWith(".env: " + name + " is not a setting of Switchboard")
                        .endsWith("Did you mean " + meant + "?"));
    }

    @ParameterizedTest
    @CsvSource({
        "CLAUDE_CODE_OAUTH_TOKEN",
        "CLAUDE_CONFIG_DIR",
        "ANTHROPIC_API_KEY",
        "ANTHROPIC_MODEL",
        "AWS_REGION",
        "DISABLE_AUTOUPDATER",
        "HTTPS_PROXY",
        "IS_SANDBOX",
    })
    void whatIsForClaudeIsNoMistake(String name) {
        assertThat(names.complaints(List.of(name))).isEmpty();
    }

    @Test
    void aNameNearNothingHasNoEffectAndIsSaidSo() {
        assertThat(names.complaints(List.of("LUNCH")))
                .containsExactly(".env: LUNCH is not a setting of Switchboard and has no effect.");
    }

    @Test
    void everyNameInTheExampleIsKnown() throws Exception {
        var example = Files.readString(Path.of("../.env.example"));
        var given = Pattern.compile("^#?([A-Z_]+)=", Pattern.MULTILINE)
                .matcher(example)
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(given).contains("TELEGRAM_BOT_TOKEN", "HTTP_PORT");
        assertThat(names.complaints(given)).isEmpty();
    }
}
