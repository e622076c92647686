package switchboard.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.git.Git;
import switchboard.guard.ClosedPaths;
import switchboard.guard.FilesWall;
import switchboard.model.ChatId;
import switchboard.model.FileSearch;

/** Files by name, newest first, without what is ignored; and copies of those that may leave. */
class WorkingFilesTest {

    private static final ChatId CHAT = ChatId.of(42);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    private Path work = Path.of("");
    private Path home = Path.of("");
    private OutgoingFiles files = OutgoingFiles.none();

    @BeforeEach
    void prepare() throws IOException {
        dir = dir.toRealPath();
        work = Files.createDirectories(dir.resolve("work"));
        home = Files.createDirectories(dir.resolve("home"));
        var settings = new FilesSettings(dir.resolve("files"), 1_000, Duration.ofDays(7), 100);
        FilesRoot.claim(settings.root());
        var environment = Map.of("HOME", home.toString(), "PATH", System.getenv("PATH"));
        var closed = ClosedPaths.of(List.of(work.resolve("secret")), environment)
                .behind(FilesWall.around(settings.root(), settings.places().directory(CHAT)));
        files = OutgoingFiles.of(
                Optional.of(settings), List.of(work), chat -> closed, new Git(environment, any -> false, "test/"));
    }

    @Test
    void theNewestComeFirstAndWhatToolsMakeIsLeftOut() throws IOException {
        file("old.png", 1);
        file("shots/new.PNG", 3);
        file("notes.md", 2);
        for (var made : List.of(".cache", "node_modules", "target", "build", "venv")) {
            file(made + "/x.png", 9);
        }
        Files.createSymbolicLink(work.resolve("link.png"), work.resolve("old.png"));

        assertThat(found("png")).containsExactly("shots/new.PNG", "old.png");
        assertThat(found()).containsExactly("shots/new.PNG", "notes.md", "old.png");
    }

    @Test
    void noMoreThanTenAreOfferedAndItSaysThatThereAreMore() throws IOException {
        for (var each = 0; each < 12; each++) {
            file("a" + each + ".txt", each);
        }

        var found = files.find(CHAT, new FileSearch(work, List.of(), Set.of("txt")));
        assertThat(found.files()).hasSize(10).first().isEqualTo(work.resolve("a11.txt"));
        assertThat(found.isCut()).isTrue();
    }

    @Test
    void gitSaysWhatIsIgnoredInARepository() throws Exception {
        git("init", "-q");
        file("kept.png", 2);
        file("sub/target/kept too.png", 1);
        file("out/ignored.png", 3);
        file("äöü.png", 4);
        Files.writeString(work.resolve(".gitignore"), "out/\n");
        git("add", "kept.png");

        assertThat(found("png")).containsExactly("äöü.png", "kept.png", "sub/target/kept too.png");
        assertThat(files.find(CHAT, new FileSearch(work.resolve("sub"), List.of(), Set.of()))
                        .files())
                .containsExactly(work.resolve("sub/target/kept too.png"));
        assertThat(files.find(CHAT, new FileSearch(work, List.of("out/ignored.png"), Set.of()))
                        .files())
                .as("named exactly")
                .containsExactly(work.resolve("out/ignored.png"));
    }

    @Test
    void aFileInConflictIsOfferedOnce() throws Exception {
        git("init", "-q", "-b", "ours");
        commit("base");
        git("checkout", "-q", "-b", "theirs");
        commit("their picture");
        git("checkout", "-q", "ours");
        commit("our picture");
        assertThat(run("merge", "-q", "theirs")).isNotZero();

        assertThat(found("png")).containsExactly("chart.png");
    }

    private void commit(String content) throws Exception {
        Files.writeString(work.resolve("chart.png"), content);
        git("add", "chart.png");
        git("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "-q", "-m", content);
    }

    @Test
    void moreNamesThanAreLookedAtAreNotAllOfThem() throws Exception {
        git("init", "-q");
        file("a.png", 1);
        assertThat(search().isWhole()).isTrue();

        var blob = "0123456789".repeat(4);
        var names = new StringBuilder();
        for (var each = 0; each < GitListing.MOST_BYTES / 200 + 1; each++) {
            names.append("100644 ")
                    .append(blob)
                    .append(" 0\t")
                    .append("n".repeat(193))
                    .append(100_000 + each)
                    .append('\n');
        }
        var index = Files.writeString(dir.resolve("index"), names);
        assertThat(gitProcess("update-index", "--index-info")
                        .redirectInput(index.toFile())
                        .start()
                        .waitFor())
                .isZero();

        assertThat(search().isWhole()).isFalse();
    }

    /** Its index is a pipe into which nobody writes. */
    @Test
    void whatGitIgnoresIsNotOfferedEvenIfItTakesTooLong() throws Exception {
        git("init", "-q");
        file("ignored.png", 1);
        Files.writeString(work.resolve(".gitignore"), "*.png\n");
        assertThat(new ProcessBuilder("mkfifo", work.resolve(".git/index").toString())
                        .start()
                        .waitFor())
                .isZero();

        assertThat(search().files()).isEmpty();
        assertThat(search().isWhole()).isFalse();
    }

    @Test
    void moreEntriesThanAreLookedAtAreNotAllOfThem() throws IOException {
        file("a/b.txt", 1);
        file("c.txt", 1);

        assertThat(DirectoryListing.of(work, 4).isWhole()).isTrue();
        assertThat(DirectoryListing.of(work, 3).isWhole()).isFalse();
        file("d/".repeat(20) + "deep.txt", 1);
        assertThat(search().isWhole()).isFalse();
    }

    private FileSearch.Found search() {
        return files.find(CHAT, new FileSearch(work, List.of(), Set.of("png")));
    }

    @Test
    void noProgramOfARepositoryIsRun() throws Exception {
        git("init", "-q");
        file("a.png", 1);
        var trap = Files.writeString(dir.resolve("trap"), "#!/bin/sh\ntouch " + dir.resolve("sprung") + "\n");
        assertThat(trap.toFile().setExecutable(true)).isTrue();
        git("config", "core.fsmonitor", trap.toString());
        git("config", "core.hooksPath", dir.toString());
        git("config", "core.pager", trap.toString());
        Files.createSymbolicLink(dir.resolve("post-index-change"), trap);

        assertThat(found("png")).containsExactly("a.png");
        assertThat(dir.resolve("sprung")).doesNotExist();
    }

    @Test
    void aRepositoryThatGitDoesNotReadIsWalked() throws IOException {
        Files.writeString(work.resolve(".git"), "gitdir: /nowhere\n");
        file("a.png", 1);

        assertThat(found("png")).containsExactly("a.png");
    }

    @Test
    void aNameIsFoundByItsPartsAndAPatternAndExactly() throws IOException {
        file("docs/Notes.md", 1);
        file("docs/notes-2.md", 2);
        file("notes.md", 3);
        file("other.txt", 4);

        assertThat(named("docs/Notes.md")).containsExactly("docs/Notes.md");
        assertThat(named("NOTES.MD")).containsExactly("notes.md", "docs/Notes.md");
        assertThat(named("notes")).containsExactly("notes.md", "docs/notes-2.md", "docs/Notes.md");
        assertThat(named("*.txt")).containsExactly("other.txt");
        assertThat(named("docs/*-?.md")).containsExactly("docs/notes-2.md");
        assertThat(named("docs")).containsExactly("docs/notes-2.md", "docs/Notes.md");
        assertThat(named("no such", "other")).containsExactly("other.txt");
        assertThat(named("nothing")).isEmpty();
        assertThat(named("a\0b")).isEmpty();
        assertThat(named("[")).isEmpty();
    }

    @Test
    void theNamesInAClosedDirectoryOrElsewhereAreNotTold() throws IOException {
        file("secret/key.txt", 1);
        Files.writeString(home.resolve("x.txt"), "x");

        assertThat(named("secret"))
                .as("only what was typed, whose copy says why")
                .containsExactly("secret");
        assertThat(named("secret/none")).containsExactly("secret/none");
        assertThat(found()).isEmpty();
        assertThat(named("key")).isEmpty();
        assertThat(named(home.toString())).isEmpty();
        assertThat(named("..")).isEmpty();
    }

    @Test
    void theFilesOfOtherChatsAreNotNamedWhereverTheSearchBegins() throws IOException {
        file("mine.png", 1);
        for (var other = 0; other < 12; other++) {
            Files.createDirectories(dir.resolve("files/7"));
            Files.writeString(dir.resolve("files/7/theirs-" + other + ".png"), "x");
        }
        for (var from : List.of(dir, dir.resolve("files"), dir.resolve("files/7"))) {
            assertThat(files.find(CHAT, new FileSearch(from, List.of(), Set.of("png"))))
                    .isEqualTo(new FileSearch.Found(
                            from.equals(dir) ? List.of(work.resolve("mine.png")) : List.of(), false));
            assertThat(files.find(CHAT, new FileSearch(from, List.of("theirs-1"), Set.of()))
                            .files())
                    .as("at most what was typed")
                    .noneMatch(Files::exists);
        }
        var typed = files.find(CHAT, new FileSearch(work, List.of("../files/7"), Set.of()));
        assertThat(files.copy(CHAT, work, typed.files().getFirst()))
                .isEqualTo(new OutgoingCopy.Refused("`" + dir.resolve("files/7") + "` is closed and can't be sent."));
    }

    @Test
    void aFileThatMayLeaveIsCopiedAndItsCopyGoesWhenItIsSent() throws IOException {
        file("a b.txt", 1);

        var made = (OutgoingCopy.Made) files.copy(CHAT, work, work.resolve("a b.txt"));
        Files.delete(work.resolve("a b.txt"));

        assertThat(made.copy()).hasContent("a b.txt");
        assertThat(made.name()).isEqualTo("a b.txt");
        assertThat(made.size()).isEqualTo(7);
        files.discard(made.copy());
        assertThat(made.copy()).doesNotExist();
        files.discard(made.copy());
    }

    @Test
    void theSameFileTwiceIsTwoCopies() throws IOException {
        file("a.txt", 1);

        var first = (OutgoingCopy.Made) files.copy(CHAT, work, work.resolve("a.txt"));
        var second = (OutgoingCopy.Made) files.copy(CHAT, work, work.resolve("a.txt"));

        assertThat(first.key()).isNotEqualTo(second.key());
    }

    @Test
    void whatIsClosedOrOutsideOrALinkToItDoesNotLeave() throws IOException {
        file("secret/key.txt", 1);
        Files.writeString(home.resolve("x.txt"), "x");
        Files.createSymbolicLink(work.resolve("link"), home.resolve("x.txt"));
        Files.createSymbolicLink(work.resolve("link2"), work.resolve("secret/key.txt"));

        for (var name : List.of("secret/key.txt", "link", "link2", "../home/x.txt", "/etc/passwd", "none")) {
            assertThat(files.copy(CHAT, work, work.resolve(name))).isInstanceOf(OutgoingCopy.Refused.class);
        }
    }

    @Test
    void aTextThatWasMadeIsKeptLikeACopyUnderANameThatIsSafe() {
        var made = (OutgoingCopy.Made) keep("a/../\u202egpj.diff", "+ plum");

        assertThat(made.copy()).hasContent("+ plum").hasParent(dir.resolve("files/.out/42"));
        assertThat(made.name()).isEqualTo("_gpj.diff");
        assertThat(made.size()).isEqualTo(6);
        assertThat(((OutgoingCopy.Made) keep("a.diff", "+ plum")).key()).isNotEqualTo(made.key());
        files.discard(made.copy());
        assertThat(made.copy()).doesNotExist();
    }

    @Test
    void aTextThatIsTooLargeOrOneTooManyIsRefusedAndLeavesNothing() {
        assertThat(keep("a.diff", "p".repeat(101)))
                .isEqualTo(new OutgoingCopy.Refused("`a.diff` has more than 100 bytes, so it can't be sent."));
        for (var n = 0; n < 10; n++) {
            assertThat(keep("a.diff", "p".repeat(100))).isInstanceOf(OutgoingCopy.Made.class);
        }

        assertThat(keep("a.diff", "p")).isInstanceOf(OutgoingCopy.Refused.class);
        assertThat(dir.resolve("files/.out/42").toFile().list()).hasSize(10).noneMatch(name -> name.endsWith(".part"));
    }

    private OutgoingCopy keep(String name, String text) {
        return files.keep(CHAT, name, to -> to.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aHostWithoutFilesSaysSo() {
        var none = OutgoingFiles.of(
                Optional.empty(),
                List.of(),
                chat -> ClosedPaths.of(List.of(), Map.of()),
                new Git(Map.of(), any -> false, "test/"));

        assertThat(none.copy(CHAT, work, work)).isEqualTo(new OutgoingCopy.Refused("I don't send files in this chat."));
        assertThat(none.keep(CHAT, "a.diff", to -> {}))
                .isEqualTo(new OutgoingCopy.Refused("I don't send files in this chat."));
        assertThat(none.find(CHAT, new FileSearch(work, List.of(), Set.of()))).isEqualTo(FileSearch.Found.NOTHING);
    }

    private List<String> found(String... endings) {
        return below(files.find(CHAT, new FileSearch(work, List.of(), Set.of(endings))));
    }

    private List<String> named(String... names) {
        return below(files.find(CHAT, new FileSearch(work, List.of(names), Set.of())));
    }

    private List<String> below(FileSearch.Found found) {
        return found.files().stream()
                .map(path -> work.relativize(path).toString())
                .toList();
    }

    /** @param age later ones are newer */
    private void file(String name, int age) throws IOException {
        var path = work.resolve(name);
        Files.createDirectories(path.getParent());
        Files.writeString(path, path.getFileName().toString());
        Files.setLastModifiedTime(path, FileTime.from(Instant.EPOCH.plusSeconds(1_000 + age)));
    }

    private void git(String... words) throws Exception {
        assertThat(run(words)).isZero();
    }

    private int run(String... words) throws Exception {
        return gitProcess(words).inheritIO().start().waitFor();
    }

    private ProcessBuilder gitProcess(String... words) {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).directory(work.toFile());
        builder.environment().put("HOME", home.toString());
        return builder;
    }
}
