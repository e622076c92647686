package switchboard.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.chat.TestClock;
import switchboard.model.ChatId;
import switchboard.model.Content;

class StoredFilesTest {

    private static final ChatId CHAT = ChatId.of(7);
    private static final Duration KEEP = Duration.ofDays(7);
    private static final long MOST = 1_000;

    private final ScriptedAttachments source = new ScriptedAttachments();
    private final TestClock clock = new TestClock();

    @TempDir
    private Path directory = Path.of("");

    @Test
    void aFileIsWholeUnderItsNameAndForItsOwnerAlone() throws IOException {
        var file = source.photo("cat.png");
        stored().fetch(CHAT, file, Set.of());

        var path = stored().path(CHAT, file);
        assertThat(path).hasContent("cat.png");
        assertThat(permissions(path)).isEqualTo("rw-------");
        assertThat(permissions(directory.resolve("7"))).isEqualTo("rwx------");
        assertThat(directory.resolve("7").toFile().list()).hasSize(1);
    }

    @Test
    void aFetchThatBreaksOffLeavesNothing() {
        var file = source.photo("cat.png");
        source.failNext(1);

        assertThatThrownBy(() -> stored().fetch(CHAT, file, Set.of())).hasMessageContaining("broken off");
        assertThat(directory.resolve("7").toFile().list()).isEmpty();
    }

    @Test
    void aFileOfAnotherSizeThanAnnouncedIsNotTaken() {
        var offered = source.photo("cat.png");
        var file = new Content.Attachment(offered.ref(), offered.kind(), offered.name(), offered.mediaType(), 8L);

        assertThatThrownBy(() -> stored().fetch(CHAT, file, Set.of()))
                .hasMessage("I got 7 bytes instead of 8.")
                .isInstanceOf(Attachments.UnavailableException.class);
        assertThat(stored().path(CHAT, file)).doesNotExist();
    }

    @Test
    void whatAKilledFetchHasLeftIsReplaced() throws IOException {
        var file = source.photo("cat.png");
        var path = stored().path(CHAT, file);
        Files.createDirectories(path.getParent());
        Files.writeString(places().part(CHAT, file), "half of a longer file");

        stored().fetch(CHAT, file, Set.of());
        assertThat(path).hasContent("cat.png");
        assertThat(directory.resolve("7").toFile().list()).hasSize(1);
    }

    @Test
    void aFileThatIsThereIsNotFetchedAgainThoughTheAgentHasChangedIt() throws IOException {
        var file = source.photo("cat.png");
        stored().fetch(CHAT, file, Set.of());
        Files.writeString(stored().path(CHAT, file), "edited by the agent");

        stored().fetch(CHAT, file, Set.of());
        assertThat(source.begun()).hasSize(1);
        assertThat(stored().path(CHAT, file)).hasContent("edited by the agent");
    }

    @Test
    void aLinkInItsPlaceIsNotTakenForIt() throws IOException {
        var file = source.photo("cat.png");
        var other = Files.writeString(directory.resolve("other"), "not a photo");
        var path = stored().path(CHAT, file);
        Files.createDirectories(path.getParent());
        Files.createSymbolicLink(path, other);

        stored().fetch(CHAT, file, Set.of());
        assertThat(path).hasContent("cat.png");
        assertThat(Files.isSymbolicLink(path)).isFalse();
        assertThat(other).hasContent("not a photo");
    }

    @Test
    void whatIsOldIsDeletedUnlessItIsHeld() throws IOException {
        var old = put("old.txt", 1, KEEP.plusSeconds(1));
        var held = put("held.txt", 1, KEEP.plusSeconds(1));
        var young = put("young.txt", 1, KEEP.minusSeconds(1));
        var below = put(".tmp/claude/old.png", 1, KEEP.plusSeconds(1));
        Files.setLastModifiedTime(
                below.getParent(), FileTime.from(clock.instant().minus(KEEP).minusSeconds(1)));

        stored().clean(CHAT, Set.of(held), 0);
        assertThat(old).doesNotExist();
        assertThat(below).doesNotExist();
        assertThat(held).exists();
        assertThat(young).exists();
        assertThat(directory.resolve("7/.tmp")).exists();
    }

    @Test
    void anEmptyDirectoryOfTheAgentsIsDeletedOnceItIsOld() throws IOException {
        var empty = Files.createDirectories(directory.resolve("7/.tmp/claude-1"));
        stored().clean(CHAT, Set.of(), 0);
        assertThat(empty).exists();

        Files.setLastModifiedTime(
                empty, FileTime.from(clock.instant().minus(KEEP).minusSeconds(1)));
        stored().clean(CHAT, Set.of(), 0);
        assertThat(empty).doesNotExist();
        assertThat(empty.getParent()).exists();
    }

    @Test
    void theOldestMakeRoomForWhatIsNew() throws IOException {
        var oldest = put("a.txt", 400, Duration.ofHours(3));
        var temporary = put(".tmp/b.txt", 300, Duration.ofHours(2));
        var newest = put("c.txt", 300, Duration.ofHours(1));
        var file = source.offer("new.png", new byte[500]);

        stored().fetch(CHAT, file, Set.of());
        assertThat(oldest).doesNotExist();
        assertThat(temporary).doesNotExist();
        assertThat(newest).exists();
        assertThat(stored().path(CHAT, file)).hasSize(500);
    }

    @Test
    void whatIsHeldDoesNotMakeRoom() throws IOException {
        var held = put("a.txt", 600, Duration.ofHours(3));

        assertThatThrownBy(() -> stored().fetch(CHAT, source.offer("new.png", new byte[500]), Set.of(held)))
                .isInstanceOf(Attachments.UnavailableException.class)
                .hasMessage(
                        "It has 500 bytes. With the other files that this chat needs now, that is more than 1 kB, the"
                                + " most that a chat's files may take. Send it later, in a message of its own.");
        assertThat(held).exists();
        assertThat(source.begun()).as("said before it is fetched").isEmpty();
    }

    @Test
    void aFileThatNeverFitsIsRefusedAlsoIfItsSizeIsKnownOnlyOnceItIsThere() throws IOException {
        var other = put("a.txt", 600, Duration.ofHours(3));
        var offered = source.offer("new.png", new byte[1_001]);
        var file = new Content.Attachment(offered.ref(), offered.kind(), offered.name(), null, null);

        assertThatThrownBy(() -> stored().fetch(CHAT, file, Set.of()))
                .isInstanceOf(Attachments.GoneException.class)
                .hasMessage("It has 1 kB, and the files of a chat may take at most 1 kB.");
        assertThat(stored().path(CHAT, file)).doesNotExist();
        assertThat(other).exists();
        assertThat(directory.resolve("7").toFile().list()).containsExactly("a.txt");
    }

    @Test
    void noLinkIsFollowedWhenOldFilesAreDeleted() throws IOException {
        var precious = Files.createDirectory(directory.resolve("precious"));
        var kept = Files.writeString(precious.resolve("kept.txt"), "kept");
        Files.setLastModifiedTime(kept, FileTime.from(clock.instant().minus(KEEP.multipliedBy(9))));
        Files.createDirectories(directory.resolve("7"));
        Files.createSymbolicLink(directory.resolve("7/link"), precious);
        Files.createSymbolicLink(directory.resolve("8"), precious);

        stored().clean(CHAT, Set.of(), MOST);
        stored().clean(ChatId.of(8), Set.of(), MOST);
        assertThat(kept).exists();
    }

    @Test
    void whatTheAgentHasClosedHoldsUpNothing() throws IOException {
        var closed = put("closed/a.txt", 1, KEEP.plusSeconds(1)).getParent();
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-x------"));
        var file = source.photo("cat.png");
        try {
            stored().fetch(CHAT, file, Set.of());
        } finally {
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        }

        assertThat(stored().path(CHAT, file)).exists();
    }

    @Test
    void whatAKillHasLeftOfAFetchIsDeletedAndNothingOfTheAgents() throws IOException {
        var left = put(".0123456789abcdef.part", 1, Duration.ZERO);
        var agents = List.of(
                put("film.part", 1, Duration.ZERO),
                put("0123456789abcdef-cat.png.part", 1, Duration.ZERO),
                put("new/.0123456789abcdef.part", 1, Duration.ZERO));

        stored().clean(CHAT, Set.of(), 0);

        assertThat(left).doesNotExist();
        assertThat(agents).allMatch(Files::exists);
    }

    @Test
    void aFileThatAPersonHasNamedLikeAPartStays() throws IOException {
        for (var name : List.of("movie.part", ".part", ".0123456789abcdef.part")) {
            var file = source.photo(name);
            stored().fetch(CHAT, file, Set.of());
            stored().fetch(CHAT, source.photo("another.png"), Set.of());

            assertThat(stored().path(CHAT, file)).exists();
        }
    }

    private StoredFiles stored() {
        return new StoredFiles(settings(), source, clock);
    }

    private ChatFiles places() {
        return settings().places();
    }

    private FilesSettings settings() {
        return new FilesSettings(directory, MOST, KEEP);
    }

    private Path put(String name, int bytes, Duration age) throws IOException {
        var path = directory.resolve("7").resolve(name);
        Files.createDirectories(path.getParent());
        Files.write(path, new byte[bytes]);
        Files.setLastModifiedTime(path, FileTime.from(clock.instant().minus(age)));
        return path;
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
