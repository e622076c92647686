package switchboard.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
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

        assertThat(RunSettings.denied(home, link.resolve("bot/sessions"), link.resolve("bot/sessions/audit.log")))
                .containsExactly(
                        home.resolve(".env"), secrets, link.resolve("bot/sessions"), data.resolve("bot/sessions"));
    }

    @Test
    void theAgentIsChosenByNameAndWithoutAChoiceByWhatIsThere() throws IOException {
        assertThat(settings(Map.of()).agent()).as("no claude there").isEqualTo(AgentChoice.STAND_IN);
        assertThat(settings(Map.of("AGENT", "claude")).agent()).isEqualTo(AgentChoice.CLAUDE);
        var claude = Files.createFile(home.resolve("claude"));
        assertThat(claude.toFile().setExecutable(true)).isTrue();
        assertThat(settings(Map.of()).agent()).isEqualTo(AgentChoice.CLAUDE);
        assertThat(settings(Map.of("AGENT", "stand-in")).agent()).isEqualTo(AgentChoice.STAND_IN);

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> settings(Map.of("AGENT", "gpt")))
                .withMessage("AGENT is gpt: use claude or stand-in.");
    }

    private RunSettings settings(Map<String, String> more) throws IOException {
        var environment = new HashMap<>(more);
        environment.put("HOME", home.toString());
        environment.put("PATH", home.toString());
        environment.put("SESSION_DIR", home.resolve("sessions").toString());
        return RunSettings.of(HostEnvironment.read(environment, Map.of(), home));
    }

    @Test
    void whatHasNoLinksIsDeniedOnce() {
        assertThat(RunSettings.denied(home, home.resolve("sessions"), home.resolve("log/audit")))
                .containsExactly(
                        home.resolve(".env"),
                        home.resolve("sessions"),
                        home.resolve("log/audit"),
                        home.resolve("log/audit.1"),
                        home.resolve("log/audit.2"),
                        home.resolve("log/audit.3"),
                        home.resolve("log/audit.4"));
    }

    @Test
    void theRecordIsBesideTheSessionsUnlessItHasAPlaceOfItsOwn() throws IOException {
        assertThat(settings(Map.of()).audit()).isEqualTo(home.resolve("sessions/local/audit.log"));
        assertThat(settings(Map.of()).engine().claude().denied())
                .doesNotContain(home.resolve("sessions/local/audit.log"));
        var elsewhere = settings(Map.of("AUDIT_LOG_PATH", "~/log/audit"));
        assertThat(elsewhere.audit()).isEqualTo(home.resolve("log/audit"));
        assertThat(elsewhere.engine().claude().denied())
                .contains(home.resolve("log/audit"), home.resolve("log/audit.4"));
    }
}
