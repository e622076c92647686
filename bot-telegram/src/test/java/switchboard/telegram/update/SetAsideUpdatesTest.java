package switchboard.telegram.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.telegram.api.TelegramApi.Received;

class SetAsideUpdatesTest {

    @TempDir
    Path sessions = Path.of("");

    private final Instant now = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void whatIsKeptComesBackInTheOrderItCameWhateverItsIds() throws Exception {
        var setAside = opened();
        done(setAside.keep(List.of(update(900))));
        done(setAside.keep(List.of(update(17), update(18))));

        var left = done(new SetAsideUpdates(sessions, Runnable::run).open());
        assertThat(left.kept())
                .extracting(kept -> ids(kept.updates()))
                .containsExactly(List.of(900L), List.of(17L, 18L));
        assertThat(left.kept()
                        .getFirst()
                        .updates()
                        .getFirst()
                        .update()
                        .orElseThrow()
                        .getMessage()
                        .getText())
                .isEqualTo("words");
    }

    @Test
    void filesAreTheirOwnersAlone() throws Exception {
        var file = done(opened().keep(List.of(update(900))));

        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(sessions.resolve("undelivered"))).isEqualTo("rwx------");
    }

    @Test
    void whatIsRemovedDoesNotComeBackAndNumbersGoOn() throws Exception {
        var setAside = opened();
        done(setAside.keep(List.of(update(1))));
        var second = done(setAside.keep(List.of(update(2))));
        setAside.remove(second);

        var again = new SetAsideUpdates(sessions, Runnable::run);
        assertThat(done(again.open()).kept()).hasSize(1);
        done(again.keep(List.of(update(3))));
        assertThat(done(opened().open()).kept())
                .extracting(kept -> ids(kept.updates()))
                .contains(List.of(3L));
    }

    @Test
    void beyondItsBoundNothingIsKept() throws Exception {
        var setAside = opened();
        for (var i = 0; i < SetAsideUpdates.MOST_FILES; i++) {
            done(setAside.keep(List.of(update(i))));
        }
        assertThatThrownBy(() -> done(setAside.keep(List.of(update(7))))).hasMessageContaining("too much");

        var large = new Received(1, Optional.empty(), "x".repeat((int) SetAsideUpdates.MOST_BYTES));
        assertThatThrownBy(() -> done(opened().keep(List.of(large)))).hasMessageContaining("too much");
    }

    @Test
    void aFileThatHoldsNoUpdatesIsSetAsideAndTheOthersComeBack() throws Exception {
        var setAside = opened();
        var broken = done(setAside.keep(List.of(update(1))));
        done(setAside.keep(List.of(update(2))));
        Files.writeString(broken, Files.readString(broken).substring(0, 20));
        Files.writeString(broken.resolveSibling("half.tmp"), "[{");

        assertThat(done(opened().open()).kept()).hasSize(1);
        assertThat(broken).doesNotExist();
        assertThat(broken.resolveSibling(broken.getFileName() + ".broken")).exists();
        assertThat(broken.resolveSibling("half.tmp")).doesNotExist();
    }

    @Test
    void itRemembersWhenTelegramWasAskedLast() throws Exception {
        var setAside = new SetAsideUpdates(sessions, Runnable::run);
        assertThat(done(setAside.open()).lastAsked()).isEmpty();
        setAside.asked(now);
        setAside.asked(now.plusSeconds(60));

        assertThat(done(new SetAsideUpdates(sessions, Runnable::run).open()).lastAsked())
                .hasValue(now.plusSeconds(60));
    }

    private SetAsideUpdates opened() throws Exception {
        var setAside = new SetAsideUpdates(sessions, Runnable::run);
        done(setAside.open());
        return setAside;
    }

    private static <T> T done(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get();
    }

    private static List<Long> ids(List<Received> updates) {
        return updates.stream().map(Received::updateId).toList();
    }

    private static Received update(long id) {
        var update = Updates.said(id, "words");
        return new Received(id, Optional.of(update), Updates.json(update));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
