package switchboard.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.diff.FileDiff;
import switchboard.text.ExplainedException;

/** What has changed in a real working tree; how it is taken away, and comes back. */
class StashTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    private TestRepository made = new TestRepository(Path.of(""), Path.of(""));

    @BeforeEach
    void make() throws IOException {
        dir = dir.toRealPath();
        made = TestRepository.make(dir.resolve("work"), dir.resolve("home"));
        made.write(".gitignore", "ignored\n");
        made.write("gone", "gone\n");
        made.write("moved", "1\n2\n3\n4\n5\n6\n");
        made.write("run", "run\n");
        made.write("bytes", "a\0b");
        made.write("file-or-folder", "file\n");
        made.git("add", "-A");
        made.git("commit", "-q", "-m", "more");
    }

    private Repository repository() throws ExplainedException, IOException {
        return TestRepository.git(made.home(), any -> false).open(made.path());
    }

    private WorkingChanges changes(Scope scope) throws ExplainedException, IOException {
        return WorkingChanges.read(repository(), scope);
    }

    private List<String> paths(Scope scope) throws ExplainedException, IOException {
        return changes(scope).diff().files().stream()
                .map(FileDiff::path)
                .sorted()
                .toList();
    }

    private String take(Scope scope) throws ExplainedException, IOException {
        var changes = changes(scope);
        return new Stash(repository()).take(changes, changes.diff().files(), "Switchboard: a test");
    }

    /** Every file with its content, links as where they lead. */
    private SortedMap<String, String> tree() throws IOException {
        var all = new TreeMap<String, String>();
        try (var files = Files.walk(made.path())) {
            for (var file : (Iterable<Path>)
                    files.filter(each -> !each.startsWith(made.path().resolve(".git")))::iterator) {
                if (Files.isSymbolicLink(file)) {
                    all.put(made.path().relativize(file) + "", "-> " + Files.readSymbolicLink(file));
                } else if (Files.isRegularFile(file)) {
                    all.put(
                            made.path().relativize(file) + (Files.isExecutable(file) ? "*" : ""),
                            Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1));
                }
            }
        }
        return all;
    }

    /** Everything that can become of a file. */
    private void changeAll() throws IOException {
        made.write("a.txt", "staged\n");
        made.git("add", "a.txt");
        made.write("a.txt", "staged\nand later\n");
        Files.delete(made.path().resolve("gone"));
        Files.createDirectories(made.path().resolve("to"));
        made.git("mv", "moved", "to/here");
        Files.setPosixFilePermissions(made.path().resolve("run"), PosixFilePermissions.fromString("rwxr-xr-x"));
        made.write("bytes", "a\0c");
        made.write("staged new", "new\n");
        made.git("add", "--", "staged new");
        made.write("new dir/--option", "unknown\n");
        made.write("line\nfeed", "unknown\n");
        Files.createSymbolicLink(made.path().resolve("link"), Path.of("/etc/passwd"));
        Files.delete(made.path().resolve("file-or-folder"));
        made.write("file-or-folder/below", "now a folder\n");
        made.write("ignored", "stays\n");
    }

    @Test
    void allChangesAreTakenAwayAndComeBackAsTheyWere() throws Exception {
        var before = tree();
        changeAll();
        var changed = tree();
        assertThat(paths(Scope.ALL))
                .containsExactly(
                        "a.txt",
                        "bytes",
                        "file-or-folder",
                        "file-or-folder/below",
                        "gone",
                        "line\nfeed",
                        "link",
                        "new dir/--option",
                        "run",
                        "staged new",
                        "to/here");

        var id = take(Scope.ALL);

        assertThat(made.isClean()).isTrue();
        before.put("ignored", "stays\n");
        assertThat(tree()).isEqualTo(before);
        assertThat(made.git("stash", "list")).contains("Switchboard: a test");
        assertThat(made.git("show", id + "^2:a.txt")).as("what was staged").isEqualTo("staged");
        assertThat(new Stash(repository()).putBack(id)).isEqualTo(Stash.PutBack.DONE);
        assertThat(tree()).isEqualTo(changed);
        assertThat(made.git("stash", "list")).isEmpty();
        assertThat(made.git("status", "--porcelain")).contains("?? link", "?? \"line\\nfeed\"");
        assertThat(new Stash(repository()).putBack(id)).isEqualTo(Stash.PutBack.GONE);
    }

    @Test
    void gitItselfPutsThemBack() throws Exception {
        changeAll();
        var changed = tree();
        take(Scope.ALL);

        made.git("stash", "pop");

        assertThat(tree()).isEqualTo(changed);
    }

    @Test
    void onlyTheFilesThatAreNamedAreTakenAway() throws Exception {
        made.write("a.txt", "2\n");
        made.write("run", "2\n");
        made.write("other", "stays\n");
        assertThat(paths(Scope.of("run"))).containsExactly("run");

        var id = take(Scope.of("run"));

        assertThat(paths(Scope.ALL)).containsExactly("a.txt", "other");
        made.write("run", "3\n");
        assertThat(new Stash(repository()).putBack(id)).isEqualTo(Stash.PutBack.IN_THE_WAY);
        assertThat(new Stash(repository()).inTheWay(id)).containsExactly("run");
        assertThat(made.path().resolve("run")).hasContent("3\n");
        made.git("checkout", "-q", "run");
        assertThat(new Stash(repository()).putBack(id)).isEqualTo(Stash.PutBack.DONE);
        assertThat(paths(Scope.ALL)).containsExactly("a.txt", "other", "run");
    }

    @Test
    void whatMeetsOtherChangesStaysInTheStash() throws Exception {
        made.write("a.txt", "mine\n");
        var id = take(Scope.ALL);
        made.commit("a.txt", "theirs\n");

        assertThat(new Stash(repository()).putBack(id)).isEqualTo(Stash.PutBack.CONFLICT);

        assertThat(made.git("stash", "list")).contains("Switchboard: a test");
        assertThat(made.path().resolve("a.txt")).content().contains("mine", "theirs");
    }

    @Test
    void duringAMergeNothingIsTakenAway() throws Exception {
        made.git("checkout", "-q", "-b", "other");
        made.commit("a.txt", "theirs\n");
        made.git("checkout", "-q", "main");
        made.commit("a.txt", "mine\n");
        assertThatThrownBy(() -> made.git("merge", "-q", "other")).isInstanceOf(AssertionError.class);
        var before = tree();

        assertThatThrownBy(() -> take(Scope.ALL))
                .isInstanceOf(ExplainedException.class)
                .hasMessageContaining("merge is not finished");

        assertThat(tree()).isEqualTo(before);
    }

    @Test
    void whatCannotBeKeptIsNotTakenAway() throws Exception {
        made.write("a.txt", "2\n");
        Files.createFile(made.path().resolve(".git/index.lock"));

        assertThatThrownBy(() -> take(Scope.ALL)).isInstanceOf(ExplainedException.class);

        assertThat(made.path().resolve("a.txt")).hasContent("2\n");
    }

    @Test
    void whatBreaksHalfwayIsInTheStash() throws Exception {
        made.write("a.txt", "2\n");
        var changes = changes(Scope.ALL);
        var files = List.of(changes.diff().files().getFirst(), FileDiff.text("never there", null, List.of()));

        assertThatThrownBy(() -> new Stash(repository()).take(changes, files, "Switchboard: a test"))
                .isInstanceOf(ExplainedException.class)
                .hasMessageContaining("kept as a git stash, but");

        assertThat(made.path().resolve("a.txt")).hasContent("2\n");
        assertThat(made.git("show", "stash@{0}:a.txt")).isEqualTo("2");
    }

    @Test
    void itsOwnIdentityNeedsNoneOfThePersons() throws Exception {
        Files.delete(made.home().resolve(".gitconfig"));
        made.write("a.txt", "2\n");

        take(Scope.ALL);

        assertThat(made.git("log", "-1", "--format=%an <%ae>", "stash@{0}"))
                .isEqualTo("Switchboard <switchboard@localhost>");
    }

    @Test
    void changesHaveAMarkThatOthersDoNotHave() throws Exception {
        made.write("a.txt", "2\n");
        var first = changes(Scope.ALL).mark();
        assertThat(changes(Scope.ALL).mark()).isEqualTo(first);
        assertThat(changes(Scope.of("a.txt")).mark()).isNotEqualTo(first);
        made.write("new", "x");
        var second = changes(Scope.ALL).mark();
        assertThat(second).isNotEqualTo(first);
        made.write("new", "y");
        assertThat(changes(Scope.ALL).mark()).isNotEqualTo(second);
        made.write("bytes", "a\0c");
        var third = changes(Scope.ALL).mark();
        made.write("bytes", "a\0d");
        assertThat(changes(Scope.ALL).mark()).as("bytes that no diff shows").isNotEqualTo(third);
    }

    @Test
    void onlyWhatIsStagedIsStaged() throws Exception {
        made.write("a.txt", "2\n");
        made.git("add", "a.txt");
        made.write("a.txt", "3\n");
        made.write("new", "x");

        assertThat(changes(Scope.STAGED)
                        .diff()
                        .files()
                        .getFirst()
                        .hunks()
                        .getFirst()
                        .lines())
                .containsExactly("-first", "+2");
        assertThat(paths(Scope.STAGED)).containsExactly("a.txt");
    }

    @Test
    void withoutACommitEverythingIsNew() throws Exception {
        made = TestRepository.empty(dir.resolve("fresh"), dir.resolve("home"));
        made.write("a", "1\n");
        made.write("b", "1\n");
        made.git("add", "a");

        assertThat(paths(Scope.ALL)).containsExactly("a", "b");
        assertThat(paths(Scope.STAGED)).containsExactly("a");
        assertThat(changes(Scope.ALL).commit()).isNull();
    }

    @Test
    void theIndexStaysAsItIsWhileOneLooks() throws Exception {
        made.write("new", "x");
        made.write("a.txt", "2\n");
        var before = Files.readAllBytes(made.path().resolve(".git/index"));

        changes(Scope.ALL);

        assertThat(Files.readAllBytes(made.path().resolve(".git/index"))).isEqualTo(before);
        try (var left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(left.filter(each -> each.getFileName().toString().startsWith("switchboard-git-"))
                            .filter(each -> Files.exists(each.resolve("paths-0"))))
                    .isEmpty();
        }
    }

    @Test
    void otherRepositoriesInTheTreeAreLeftOut() throws Exception {
        TestRepository.make(made.path().resolve("inner"), made.home());
        TestRepository.empty(made.path().resolve("empty"), made.home());
        made.write("new", "x");

        assertThat(paths(Scope.ALL)).containsExactly("new");
    }

    @Test
    void ofTooManyNewFilesNoneIsShownAndOfALargeDiffOnlyTheNumbers() throws Exception {
        for (var n = 0; n < 5_001; n++) {
            made.write("many/" + n, "");
        }
        made.write("a.txt", "2\n");
        var many = changes(Scope.ALL);
        assertThat(many.isComplete()).isFalse();
        assertThat(many.diff().files()).hasSize(1);
        assertThat(many.unknown()).isEmpty();

        made.write("a.txt", "line\n".repeat(1_500_000));
        Files.delete(made.path().resolve("gone"));
        made.write("large new", "line\n".repeat(1_500_000));
        made.git("add", "large new");
        var large = changes(Scope.ALL);
        assertThat(large.isWhole()).isFalse();
        assertThat(large.diff().added()).isEqualTo(3_000_000);
        assertThat(large.diff().removed()).isEqualTo(2);
        assertThat(large.diff().files()).extracting(FileDiff::before).containsExactly("a.txt", "gone", null);
        assertThat(large.diff().files()).extracting(FileDiff::after).containsExactly("a.txt", null, "large new");
    }

    @Test
    void whateverAPersonHasSetForDiffsTheirFormIsTheSame() throws Exception {
        var plain = formOf();
        for (var setting : List.of(
                "diff.noprefix=true",
                "diff.mnemonicPrefix=true",
                "diff.context=0",
                "diff.interHunkContext=9",
                "diff.renames=false",
                "diff.relative=true",
                "diff.external=false",
                "color.diff=always",
                "color.ui=always",
                "diff.suppressBlankEmpty=true",
                "diff.submodule=log",
                "diff.wordRegex=.",
                "diff.colorMoved=zebra",
                "diff.statNameWidth=3",
                "core.quotePath=true",
                "core.pager=false")) {
            var parts = setting.split("=", 2);
            made.git("config", "--global", parts[0], parts[1]);
            assertThat(formOf()).as(setting).isEqualTo(plain);
            made.git("config", "--global", "--unset", parts[0]);
        }
    }

    private List<FileDiff> formOf() throws Exception {
        made.git("reset", "-q", "--hard");
        made.git("mv", "moved", "ümläut");
        made.write("a.txt", "2\n\n3\n");
        return changes(Scope.ALL).diff().files();
    }

    @Test
    void aFolderWithMoreThanIsKeptIsNotRemovedForTheFileThatItWas() throws Exception {
        Files.delete(made.path().resolve("gone"));
        made.write("gone/new", "unknown\n");
        made.write("gone/ignored", "mine\n");
        var before = tree();

        assertThatThrownBy(() -> take(Scope.ALL))
                .isInstanceOf(ExplainedException.class)
                .hasMessageContaining("`gone`");

        assertThat(tree()).isEqualTo(before);
        assertThat(made.git("stash", "list")).isEmpty();
    }

    @Test
    void anIgnoredFileIsNotRemovedForTheFolderThatWasThere() throws Exception {
        made.write("ignored/below", "in it\n");
        made.git("add", "--force", "ignored/below");
        made.git("commit", "-q", "-m", "below");
        Files.delete(made.path().resolve("ignored/below"));
        Files.delete(made.path().resolve("ignored"));
        made.write("ignored", "mine\n");

        assertThatThrownBy(() -> take(Scope.ALL))
                .isInstanceOf(ExplainedException.class)
                .hasMessageContaining("`ignored/below`");

        assertThat(made.path().resolve("ignored")).hasContent("mine\n");
    }

    @Test
    void whatComesBackOverANewFileComesBackNotAtAll() throws Exception {
        made.write("a.txt", "mine\n");
        made.write("new", "mine\n");
        var id = take(Scope.ALL);
        made.write("new", "other\n");
        var before = tree();

        assertThat(new Stash(repository()).putBack(id)).isEqualTo(Stash.PutBack.IN_THE_WAY);
        assertThat(new Stash(repository()).inTheWay(id)).containsExactly("new");

        assertThat(tree()).isEqualTo(before);
        assertThat(made.git("stash", "list")).contains("Switchboard: a test");
    }

    @Test
    void whatComesBackOverOtherChangesComesBackNotAtAll() throws Exception {
        made.write("a.txt", "mine\n");
        made.write("run", "mine\n");
        made.write("new", "mine\n");
        var id = take(Scope.ALL);
        made.write("a.txt", "other\n");
        var before = tree();

        assertThat(new Stash(repository()).putBack(id)).isEqualTo(Stash.PutBack.IN_THE_WAY);
        assertThat(new Stash(repository()).inTheWay(id)).containsExactly("a.txt");

        assertThat(tree()).isEqualTo(before);
        assertThat(made.git("stash", "list")).contains("Switchboard: a test");
    }
}
