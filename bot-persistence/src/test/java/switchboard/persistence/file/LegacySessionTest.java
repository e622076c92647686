package switchboard.persistence.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LegacySessionTest {

    @TempDir
    Path temporary = Path.of("");

    @Test
    void theOldSingleFileIsNamedAndLeftAlone() throws IOException {
        var file = Files.writeString(temporary.resolve("claude-telegram-session.json"), "{}");
        assertThat(LegacySession.notice(file).orElseThrow()).contains(file.toString());
        assertThat(file).hasContent("{}");
    }

    @Test
    void withoutItThereIsNothingToSay() {
        assertThat(LegacySession.notice(temporary.resolve("none.json"))).isEmpty();
    }
}
