package switchboard.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.guard.ClosedPaths;
import switchboard.guard.FilesWall;
import switchboard.guard.SharedFiles.RefusedException;
import switchboard.model.ChatId;
import switchboard.model.OfferedFile;

class OfferedFilesTest {

    private static final ChatId ADAS = ChatId.of(42);
    private static final ChatId BOBS = ChatId.of(7);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    private Path work = Path.of("");
    private FilesSettings settings = new FilesSettings(Path.of("/"), 1, Duration.ofDays(1));

    @BeforeEach
    void prepare() throws IOException {
        dir = dir.toRealPath();
        work = Files.createDirectories(dir.resolve("work"));
        settings = new FilesSettings(dir.resolve("files"), 1_000, Duration.ofDays(7), 100);
        FilesRoot.claim(settings.root());
    }

    @Test
    void theCopyIsWhatWasOfferedWhateverBecomesOfTheFile() throws Exception {
        var file = Files.writeString(work.resolve("plum.txt"), "plum");
        var offered = take("turn", "plum.txt", "A plum");
        Files.delete(file);

        assertThat(offered.copy()).hasContent("plum").hasParent(settings.root().resolve(".out/42"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(offered.copy())))
                .isEqualTo("rw-------");
        assertThat(offered.name()).isEqualTo("plum.txt");
        assertThat(offered.caption()).isEqualTo("A plum");
        assertThat(offered.size()).isEqualTo(4);
    }

    @Test
    void theSameFileInTheSameTurnHasTheSameKeyAndAnyOtherAnother() throws Exception {
        Files.writeString(work.resolve("plum.txt"), "plum");
        var first = take("turn", "plum.txt", "A plum");
        var again = take("turn", work + "/plum.txt", "A plum");

        assertThat(again.key()).isEqualTo(first.key());
        Files.delete(first.copy());
        assertThat(again.copy()).as("a copy of its own").hasContent("plum");
        assertThat(take("turn", "plum.txt", null).key()).isNotEqualTo(first.key());
        assertThat(take("other", "plum.txt", "A plum").key()).isNotEqualTo(first.key());
        Files.writeString(work.resolve("plum.txt"), "pear");
        assertThat(take("turn", "plum.txt", "A plum").key()).isNotEqualTo(first.key());
    }

    @Test
    void aNameIsMadeSafe() throws Exception {
        Files.writeString(work.resolve("\u202Egnp.exe"), "plum");

        assertThat(take("turn", "\u202Egnp.exe", null).name()).isEqualTo("_gnp.exe");
    }

    @Test
    void aChatsOwnFilesLeaveAndThoseOfOthersDoNot() throws Exception {
        for (var chat : List.of(ADAS, BOBS)) {
            Files.createDirectories(settings.places().directory(chat));
            Files.writeString(settings.places().directory(chat).resolve("photo.png"), "photo");
        }

        assertThat(take("turn", settings.places().directory(ADAS) + "/photo.png", null)
                        .name())
                .isEqualTo("photo.png");
        assertThatThrownBy(() -> take("turn", settings.places().directory(BOBS) + "/photo.png", null))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("is closed");
        var copy = take("turn", settings.places().directory(ADAS) + "/photo.png", null)
                .copy();
        assertThatThrownBy(() -> take("turn", copy.toString(), null)).hasMessageContaining("is closed");
    }

    /** Someone writes to the file and shortens it again, all the time. */
    @Test
    void aFileThatGrowsWhileItIsCopiedIsRefusedAndLeavesNothingBehind() throws Exception {
        var file = Files.writeString(work.resolve("log"), "p");
        var ends = new AtomicBoolean();
        var writer = Thread.ofPlatform().start(() -> {
            while (!ends.get()) {
                try (var log = new RandomAccessFile(file.toFile(), "rw")) {
                    log.setLength(101);
                    log.setLength(1);
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            }
        });
        var grown = false;
        try {
            for (var times = 0; times < 20_000 && !grown; times++) {
                try {
                    assertThat(Files.size(take("turn", "log", null).copy())).isEqualTo(1);
                } catch (RefusedException refused) {
                    grown = "`%s` grows while it is read. Send it when it is complete."
                            .formatted(file)
                            .equals(refused.getMessage());
                }
            }
        } finally {
            ends.set(true);
            writer.join();
        }

        assertThat(grown).isTrue();
        try (var copies = Files.list(settings.root().resolve(".out/42"))) {
            assertThat(copies.filter(copy -> copy.toString().endsWith(".part"))).isEmpty();
        }
    }

    @Test
    void aCopyThatFailsIsRefusedWithoutThePathOfTheCopy() throws Exception {
        Files.writeString(work.resolve("plum.txt"), "plum");
        Files.createFile(settings.root().resolve(".out"));

        assertThatThrownBy(() -> take("turn", "plum.txt", null))
                .isInstanceOf(RefusedException.class)
                .hasMessage("`" + work.resolve("plum.txt") + "` can't be copied (disk full?); my log says why.");
    }

    @Test
    void noMoreFilesWaitThanAChatMayHave() throws Exception {
        for (var n = 0; n < 10; n++) {
            Files.writeString(work.resolve("plum" + n), "p".repeat(100));
            take("turn", "plum" + n, null);
        }
        Files.writeString(work.resolve("more"), "p");

        assertThatThrownBy(() -> take("turn", "more", null))
                .hasMessage("Too many files wait to be sent: 1 kB at most. Try again later.");
        assertThat(settings.root().resolve(".out/42").toFile().list()).hasSize(10);
    }

    @Test
    void aForgottenCopyIsDeletedOnceItIsOld() throws Exception {
        Files.writeString(work.resolve("old"), "old");
        Files.writeString(work.resolve("new"), "new");
        var old = take("turn", "old", null).copy();
        var young = take("turn", "new", null).copy();
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(8))));

        var chats = new StoredFiles(settings, Attachments.none(), Clock.systemUTC()).sweep();

        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertThat(chats).isEmpty();
    }

    @Test
    void whatAKillHasLeftOfCopyingIsDeleted() throws Exception {
        Files.writeString(work.resolve("new"), "new");
        var left = take("turn", "new", null).copy().resolveSibling("left.part");
        var young = Files.writeString(left.resolveSibling("young.part"), "ne");
        Files.writeString(left, "ne");
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(2))));

        new StoredFiles(settings, Attachments.none(), Clock.systemUTC()).sweep();

        assertThat(left).doesNotExist();
        assertThat(young).exists();
    }

    private OfferedFile take(String turn, String path, @Nullable String caption) throws RefusedException {
        return new OfferedFiles(settings, List.of(work)).take(origin(turn), Path.of(path), caption);
    }

    private OfferedFiles.Origin origin(String turn) {
        var closed = ClosedPaths.of(
                        List.of(), Map.of("HOME", dir.resolve("home").toString()))
                .behind(FilesWall.around(settings.root(), settings.places().directory(ADAS)));
        return new OfferedFiles.Origin(ADAS, turn, work, closed);
    }
}
