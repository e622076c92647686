package switchboard.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenLockTest {

    private static final String TOKEN = "123456:secret-of-the-bot";

    @TempDir
    Path home;

    @Test
    void aSecondBotOnTheSameTokenIsRefusedWithTheFixUntilTheFirstHasStopped() {
        try (var first = TokenLock.take(home, TOKEN)) {
            for (var again = 0; again < 2; again++) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> TokenLock.take(home, TOKEN))
                        .withMessageContaining("Another bot runs with this TELEGRAM_BOT_TOKEN")
                        .withMessageContaining("stop it");
            }
            assertThat(first).isNotNull();
        }

        TokenLock.take(home, TOKEN).close();
    }

    @Test
    void anotherTokenIsFree() {
        try (var first = TokenLock.take(home, TOKEN);
                var second = TokenLock.take(home, "654321:another-secret")) {
            assertThat(second).isNotSameAs(first);
        }
    }

    @Test
    void theFileIsPrivateAndDoesNotTellTheToken() throws IOException {
        try (var held = TokenLock.take(home, TOKEN);
                var files = Files.list(home.resolve(".cache/switchboard"))) {
            assertThat(held).isNotNull();
            assertThat(files).singleElement().satisfies(file -> {
                assertThat(String.valueOf(file.getFileName())).matches("[0-9a-f]{16}\\.lock");
                assertThat(file).isEmptyFile();
                assertThat(permissions(file)).isEqualTo("rw-------");
                assertThat(permissions(home.resolve(".cache/switchboard"))).isEqualTo("rwx------");
            });
        }
    }

    @Test
    void whereNoFileCanBeMadeTheBotStartsAllTheSame() throws IOException {
        Files.writeString(home.resolve(".cache"), "a file, no directory");

        TokenLock.take(home, TOKEN).close();
        TokenLock.take(home, TOKEN).close();
    }

    @Test
    void aLinkInThePlaceOfTheFileIsNotFollowed() throws IOException {
        TokenLock.take(home, TOKEN).close();
        Path file;
        try (var files = Files.list(home.resolve(".cache/switchboard"))) {
            file = files.findFirst().orElseThrow();
        }
        Files.delete(file);
        Files.createSymbolicLink(file, home.resolve("elsewhere"));

        TokenLock.take(home, TOKEN).close();

        assertThat(home.resolve("elsewhere")).doesNotExist();
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
