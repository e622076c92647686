package switchboard.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessKeyTest {

    @TempDir
    Path dir;

    @Test
    void aKeyIsMadeOnceAndKeptForTheOwnerAlone() throws Exception {
        var file = dir.resolve("http-token");

        var made = AccessKey.of(Optional.empty(), file);

        assertThat(made.value()).hasSize(32);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(AccessKey.of(Optional.empty(), file)).isEqualTo(made);
        assertThat(AccessKey.of(Optional.empty(), dir.resolve("other"))).isNotEqualTo(made);
        try (var files = Files.list(dir)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void theKeyThatIsSetIsTakenAndNotKept() {
        var file = dir.resolve("http-token");

        assertThat(AccessKey.of(Optional.of("sixteen-letters-"), file).value()).isEqualTo("sixteen-letters-");
        assertThat(file).doesNotExist();
    }

    @Test
    void aKeyThatCouldBeGuessedOrBreaksAnAddressIsRefusedWithTheFix() {
        for (var poor : new String[] {"short", "a key with blanks in it", "umlauts-äöü-are-not-fit"}) {
            assertThatThrownBy(() -> AccessKey.of(Optional.of(poor), dir.resolve("http-token")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("HTTP_TOKEN must be at least 16 letters, digits, - or _.")
                    .hasMessageNotContaining(poor);
        }
    }

    @Test
    void aFileWithoutAKeyIsNamed() throws Exception {
        var file = Files.writeString(dir.resolve("http-token"), "\n");

        assertThatThrownBy(() -> AccessKey.of(Optional.empty(), file))
                .hasMessageContaining(file + " holds no key")
                .hasMessageContaining("delete it");
    }

    @Test
    void aKeyDoesNotPrintItself() {
        var key = AccessKey.random();

        assertThat(key.toString()).doesNotContain(key.value());
        assertThat(key.is(key.value())).isTrue();
        assertThat(key.is(key.value() + "x")).isFalse();
    }
}
