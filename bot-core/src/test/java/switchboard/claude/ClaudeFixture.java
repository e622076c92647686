package switchboard.claude;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import switchboard.claude.trust.ProjectScanner;
import switchboard.claude.trust.Trust;
import switchboard.claude.trust.TrustStore;
import switchboard.model.ChatId;
import switchboard.model.PermissionMode;
import switchboard.model.Secrets;
import switchboard.model.Session;

/** Settings and sessions for tests. */
final class ClaudeFixture {

    static final ChatId CHAT = ChatId.of(42);
    static final Path DIRECTORY = Path.of("/srv/chat");
    static final Duration IDLE = Duration.ofMinutes(10);
    static final Duration ANSWER = Duration.ofSeconds(30);

    private ClaudeFixture() {}

    static ClaudeSettings settings(Map<String, String> environment) {
        return settings(PermissionMode.DEFAULT, List.of(), List.of(), environment);
    }

    static ClaudeSettings settings(
            PermissionMode mode, List<Path> trusted, List<Path> denied, Map<String, String> environment) {
        return new ClaudeSettings(
                "claude", List.of(), mode, null, trusted, denied, environment, Secrets.NONE, "store", IDLE, ANSWER);
    }

    /** Nothing is trusted. */
    static Projects projects() {
        return projects(trust());
    }

    static Projects projects(Trust trust) {
        return new Projects(settings(Map.of()), trust);
    }

    /** Nothing is trusted. */
    static Trust trust() {
        return trust(TrustStore.inMemory());
    }

    static Trust trust(TrustStore store) {
        return new Trust(List.of(), new ProjectScanner(Map.of("HOME", "/nowhere")), store);
    }

    /** Awaitility that looks often: what is waited for takes microseconds. */
    static ConditionFactory await() {
        return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1));
    }

    /** A session that nothing has been said in. */
    static Session fresh() {
        return Session.fresh(DIRECTORY, null, Instant.EPOCH);
    }
}
