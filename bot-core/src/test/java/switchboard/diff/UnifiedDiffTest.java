package switchboard.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.diff.FileDiff.Hunk;
import switchboard.diff.FileDiff.Modes;

/** What git writes, read back: whatever the names and lines of files are, each line is of its own file. */
class UnifiedDiffTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    @BeforeEach
    void makeRepository() throws Exception {
        git("init", "-q", "-b", "main");
    }

    private String git(String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of("git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "core.quotePath=false"));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true);
        builder.environment().putAll(Map.of("HOME", dir + "/none", "GIT_CONFIG_NOSYSTEM", "1", "LC_ALL", "C"));
        builder.redirectInput(new File("/dev/null"));
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private void commit() throws IOException, InterruptedException {
        git("add", "-A");
        git("commit", "-q", "-m", "x");
    }

    private UnifiedDiff changes() throws IOException, InterruptedException {
        git("add", "-N", ".");
        return UnifiedDiff.parse(git("diff", "--no-color", "-M", "HEAD"));
    }

    private FileDiff only() throws IOException, InterruptedException {
        var changes = changes();
        assertThat(changes.files()).hasSize(1);
        return changes.files().getFirst();
    }

    private Path write(String name, String text) throws IOException {
        var file = dir.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        return Files.writeString(file, text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.txt",
                "src/main/A.java",
                "two words.txt",
                "tab\there",
                "line\nfeed",
                "quote\"and\\back",
                "ümläut 日本.txt",
                "a b/c b/d",
                "-- --option",
                "+++ b",
                "bell\u0007\u001b[31m",
                "\u202egpj.exe",
                " lead and trail "
            })
    void aFileIsKnownByItsWholeNameWhateverBecomesOfIt(String name) throws Exception {
        var text = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
        var file = write(name, text);
        write("empty-" + name.replace("/", ""), "");
        write("binary-" + name.replace("/", ""), "a\0b");
        write("keep", "keep");
        commit();

        Files.writeString(file, text.replace("5", "five"));
        assertThat(only().paths()).containsExactly(name);
        assertThat(only().added()).isEqualTo(1);
        assertThat(only().removed()).isEqualTo(1);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(only().modes()).isEqualTo(new Modes("100644", "100755"));
        Files.writeString(file, text);
        assertThat(only()).isEqualTo(new FileDiff(name, name, new Modes("100644", "100755"), false, List.of(), 0, 0));
        Files.delete(file);
        assertThat(only().before()).isEqualTo(name);
        assertThat(only().after()).isNull();
        git("mv", "keep", "kept " + name.replace("/", ""));
        git("checkout", "-q", "HEAD", "--", name);
        assertThat(only()).isEqualTo(FileDiff.text("keep", "kept " + name.replace("/", ""), List.of()));
        git("reset", "-q", "--hard");
        Files.delete(dir.resolve("empty-" + name.replace("/", "")));
        Files.writeString(dir.resolve("binary-" + name.replace("/", "")), "a\0c");
        assertThat(changes().files())
                .extracting(FileDiff::before)
                .containsExactlyInAnyOrder("empty-" + name.replace("/", ""), "binary-" + name.replace("/", ""));
        assertThat(changes().files()).extracting(FileDiff::isBinary).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void aNewFileHasNothingBefore() throws Exception {
        write("keep", "keep");
        commit();
        write("new", "1\n2\n");
        write("empty", "");

        var changes = changes();

        assertThat(changes.files()).extracting(FileDiff::before).containsOnlyNulls();
        assertThat(changes.files()).extracting(FileDiff::after).containsExactly("empty", "new");
        assertThat(changes.added()).isEqualTo(2);
        assertThat(changes.removed()).isZero();
        assertThat(changes.files().getLast().hunks()).containsExactly(new Hunk(0, 1, "", List.of("+1", "+2")));
    }

    @Test
    void linesThatLookLikeTheNamesOfFilesAreLines() throws Exception {
        var trap = "-- a/secret\n++ b/secret\n\ndiff --git a/x b/x\n@@ -1 +1 @@\nrename to y\n\\ No newline\n";
        write("trap", trap);
        write("other", "1\n");
        commit();
        write("trap", "x\n" + trap.replace("\n", "!\n"));
        write("other", "2\n");

        var changes = changes();

        assertThat(changes.files()).extracting(FileDiff::path).containsExactly("other", "trap");
        assertThat(changes.files().getLast().added()).isEqualTo(8);
        assertThat(changes.files().getLast().removed()).isEqualTo(7);
    }

    @Test
    void aLineThatDoesNotEndIsToldAndEmptyLinesStay() throws Exception {
        write("a", "1\n\n3");
        commit();
        write("a", "1\n\n4");

        assertThat(only().hunks())
                .containsExactly(new Hunk(
                        1,
                        1,
                        "",
                        List.of(
                                " 1",
                                " ",
                                "-3",
                                "\\ No newline at end of file",
                                "+4",
                                "\\ No newline at end of file")));
        assertThat(UnifiedDiff.parse(git("-c", "diff.suppressBlankEmpty=true", "diff", "HEAD"))
                        .files())
                .isEqualTo(List.of(only()));
    }

    @Test
    void severalHunksHaveTheirHeadings() throws Exception {
        var text = "class A {\n" + "    x;\n".repeat(20) + "}\nclass B {\n" + "    y;\n".repeat(20) + "}\n";
        write("A.java", text);
        commit();
        write("A.java", text.replaceFirst("    x;\n", "    z;\n").replaceFirst("    y;\n}", "    z;\n}"));

        var hunks = only().hunks();

        assertThat(hunks).extracting(Hunk::from).containsExactly(1, 40);
        assertThat(hunks.getLast().heading()).isEqualTo("class B {");
    }

    @Test
    void aConflictIsShownAsTheFileIsNow() throws Exception {
        write("a", "1\n");
        commit();
        git("checkout", "-q", "-b", "other");
        write("a", "2\n");
        commit();
        git("checkout", "-q", "main");
        write("a", "3\n");
        commit();
        var merge = new ProcessBuilder("git", "-c", "user.name=t", "-c", "user.email=t@example.org", "merge", "other")
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .start();
        merge.getInputStream().readAllBytes();
        assertThat(merge.waitFor()).isOne();

        assertThat(UnifiedDiff.parse(git("diff", "HEAD")).files())
                .extracting(FileDiff::path)
                .containsExactly("a");
    }

    @Test
    void nothingIsAnEmptyDiff() {
        assertThat(UnifiedDiff.parse("").isEmpty()).isTrue();
    }

    static Stream<String> foreign() {
        return Stream.of(
                "hello",
                "diff --cc a\nindex 1,2..3\n",
                "diff --git a/x b/y\nBinary files a/x and b/y differ\n",
                "diff --git x y\nindex 1..2 100644\n--- x\n+++ y\n@@ -1 +1 @@\n-a\n+b\n",
                "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1 @@\n-a\n+b\n",
                "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n+c\n",
                "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n a\n b\n",
                "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n!b\n",
                "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@@ -1 -1 +1 @@@\n",
                "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,5 +1,5 @@\n-a\n",
                "\u001b[1mdiff --git a/x b/x\u001b[m\n",
                "diff --git \"a/\\9\" \"b/\\9\"\nindex 1..2\n");
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void whatIsNoDiffOfGitsIsNotGuessedAt(String text) {
        assertThatThrownBy(() -> UnifiedDiff.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
