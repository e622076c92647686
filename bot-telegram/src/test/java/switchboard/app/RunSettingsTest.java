package switchboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunSettingsTest {

    @TempDir
    Path home;

    @BeforeEach
    void resolveLinks() throws IOException {
        home = home.toRealPath();
    }

    @Test
    void theHostsFilesAreDeniedByTheirNamesAndWhereTheyAre() throws IOException {
        var data = Files.createDirectory(home.resolve("data"));
        var link = Files.createSymbolicLink(home.resolve("link"), data);
        var secrets = Files.createFile(home.resolve("secrets"));
        Files.createSymbolicLink(home.resolve(".env"), secrets);

        assertThat(RunSettings.denied(home, link.resolve("bot/sessions")))
                .containsExactly(
                        home.resolve(".env"), secrets, link.resolve("bot/sessions"), data.resolve("bot/sessions"));
    }

    @Test
    void whatHasNoLinksIsDeniedOnce() {
        assertThat(RunSettings.denied(home, home.resolve("sessions")))
                .containsExactly(home.resolve(".env"), home.resolve("sessions"));
    }
}
