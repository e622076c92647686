package switchboard.claude.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.claude.trust.TrustStore.Grant;
import switchboard.claude.trust.TrustStore.TrustedFile;
import switchboard.model.ChatId;

class TrustStoreTest {

    private static final ChatId CHAT = ChatId.of(1);

    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    /** What every store does. */
    abstract static class Contract {

        abstract TrustStore store();

        @Test
        void whatIsTrustedIsFoundUntilItIsRevoked() throws IOException {
            var store = store();
            assertThat(store.grants()).isEmpty();

            store.put(grant("/a", "1"));
            store.put(grant("/b", "2"));
            assertThat(store.grants()).containsExactly(grant("/a", "1"), grant("/b", "2"));

            store.put(grant("/a", "3"));
            assertThat(store.grants()).containsExactlyInAnyOrder(grant("/a", "3"), grant("/b", "2"));

            store.remove(Path.of("/a"));
            store.remove(Path.of("/never"));
            assertThat(store.grants()).containsExactly(grant("/b", "2"));
        }

        @Test
        void peopleAreToldOnceOfEachContent() throws IOException {
            var store = store();

            assertThat(store.tellOnce(CHAT, Path.of("/a"), "1")).isTrue();
            assertThat(store.tellOnce(CHAT, Path.of("/a"), "1")).isFalse();
            assertThat(store.tellOnce(CHAT, Path.of("/b"), "1")).isTrue();
            assertThat(store.tellOnce(ChatId.of(2), Path.of("/a"), "1")).isTrue();
            assertThat(store.tellOnce(CHAT, Path.of("/a"), "2")).isTrue();
            assertThat(store.tellOnce(CHAT, Path.of("/a"), "2")).isFalse();
        }
    }

    @Nested
    class InMemory extends Contract {
        private final TrustStore store = TrustStore.inMemory();

        @Override
        TrustStore store() {
            return store;
        }
    }

    @Nested
    class InAFile extends Contract {
        @TempDir
        Path directory;

        @Override
        TrustStore store() {
            return open();
        }

        private FileTrustStore open() {
            return FileTrustStore.open(directory.resolve("sessions/trust.json"));
        }

        @Test
        void anotherStartFindsAllOfIt() throws IOException {
            var store = open();
            store.put(grant("/a", "1"));
            store.put(grant("/b", "2"));
            store.remove(Path.of("/b"));
            store.tellOnce(CHAT, Path.of("/c"), "3");

            var again = open();
            assertThat(again.grants()).containsExactly(grant("/a", "1"));
            assertThat(again.tellOnce(CHAT, Path.of("/c"), "3")).isFalse();
        }

        @Test
        void theFileIsItsOwnersAloneAndNothingIsLeftBeside() throws IOException {
            Files.createDirectories(directory.resolve("sessions"));
            Files.writeString(directory.resolve("sessions/trust.json.tmp"), "left by a crash");

            open().put(grant("/a", "1"));

            var file = directory.resolve("sessions/trust.json");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            try (var files = Files.list(file.getParent())) {
                assertThat(files).containsExactly(file);
            }
        }

        @Test
        void whatCannotBeStoredDoesNotCount() throws IOException {
            var store = open();
            store.put(grant("/a", "1"));
            var file = directory.resolve("sessions/trust.json");
            Files.delete(file);
            Files.createDirectories(file.resolve("in the way")); // it cannot be replaced, not by root either

            assertThatThrownBy(() -> store.put(grant("/b", "2"))).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> store.put(grant("/a", "2"))).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> store.remove(Path.of("/a"))).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> store.tellOnce(CHAT, Path.of("/a"), "1")).isInstanceOf(IOException.class);
            assertThat(store.grants()).containsExactly(grant("/a", "1"));
        }

        @Test
        void aBrokenFileIsOneSentence() throws IOException {
            Files.createDirectories(directory.resolve("sessions"));
            for (var broken : List.of("{", "{\"trusted\":[{\"hash\":\"1\"}]}", "{} {}")) {
                Files.writeString(directory.resolve("sessions/trust.json"), broken);

                assertThatThrownBy(this::open)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageMatching(".*trust.json, which .* cannot be read: move it away.*");
            }
        }
    }

    private static Grant grant(String directory, String hash) {
        return new Grant(
                Path.of(directory),
                hash,
                NOW,
                List.of(new TrustedFile("a", "d", "text \u202e"), new TrustedFile("b", "e", null)));
    }
}
