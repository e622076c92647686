package switchboard.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.diff.FileDiff.Hunk;
import switchboard.diff.FileDiff.Modes;
import switchboard.guard.ClosedPaths;
import switchboard.model.Secrets;

class DiffReportTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    private DiffGuard guard = new DiffGuard(Path.of("/"), ClosedPaths.of(List.of(), Map.of()), Secrets.NONE);

    @BeforeEach
    void prepare() throws IOException {
        dir = dir.toRealPath();
        guard = guard(Secrets.NONE);
    }

    private DiffGuard guard(Secrets secrets) {
        return new DiffGuard(
                dir, ClosedPaths.of(List.of(dir.resolve("closed")), Map.of("HOME", dir.resolve("home") + "")), secrets);
    }

    private static FileDiff change(@Nullable String before, @Nullable String after, String... lines) {
        return FileDiff.text(before, after, List.of(new Hunk(1, 1, "", List.of(lines))));
    }

    private DiffReport report(FileDiff... files) {
        return DiffReport.of(new UnifiedDiff(List.of(files)), "work", guard);
    }

    private static String content(DiffReport report) {
        return Objects.requireNonNull(report.document()).content();
    }

    @Test
    void aShortDiffIsWholeInTheMessage() {
        var report = report(change("a", "a", " 1", "-2", "+3", "+4"), change(null, "src/B.java", "+new"));

        assertThat(report.text()).isEqualTo("""
                2 files, +3 −1
                ```diff
                diff --git a/a b/a
                --- a/a
                +++ b/a
                @@ -1,2 +1,3 @@
                 1
                -2
                +3
                +4
                diff --git a/src/B.java b/src/B.java
                --- /dev/null
                +++ b/src/B.java
                @@ -1,0 +1,1 @@
                +new
                ```""");
        assertThat(report.document()).isNull();
    }

    @Test
    void aLongDiffIsAFileAndTheMessageSaysWhatItHas() {
        var lines = IntStream.range(0, 400).mapToObj(n -> "+line " + n).toArray(String[]::new);

        var report = report(
                change("a.txt", "a.txt", lines),
                change("old name", "new", "-x"),
                change("gone", null, "-x"),
                change(null, "come", "+x"),
                new FileDiff("pic.png", "pic.png", null, true, List.of(), 0, 0),
                new FileDiff("run", "run", new Modes("100644", "100755"), false, List.of(), 0, 0));

        assertThat(report.text()).isEqualTo("""
                6 files, +401 −2
                • `a.txt` +400 −0
                • `new` (was `old name`) +0 −1
                • `gone` (deleted) +0 −1
                • `come` (new) +1 −0
                • `pic.png` (binary)
                • `run` (mode 100644 → 100755) +0 −0
                All of it comes as a file.""");
        assertThat(Objects.requireNonNull(report.document()).name()).isEqualTo("work.diff");
        assertThat(content(report))
                .contains("\n+line 399\n")
                .contains("rename from old name\nrename to new\n--- a/old name\n+++ b/new\n")
                .contains("--- a/gone\n+++ /dev/null\n")
                .contains("Binary files a/pic.png and b/pic.png differ\n")
                .endsWith("diff --git a/run b/run\nold mode 100644\nnew mode 100755\n");
        assertThat(UnifiedDiff.parse(content(report)).added()).isEqualTo(401);
    }

    @Test
    void manyFilesAreCounted() {
        var files = IntStream.range(0, 300)
                .mapToObj(n -> change("some/where/file-" + n, "some/where/file-" + n, "+x"))
                .toArray(FileDiff[]::new);

        assertThat(report(files).text())
                .contains("• `some/where/file-14` +1 −0\nand 285 more\n")
                .doesNotContain("file-15");
    }

    @Test
    void aDiffThatIsTooLargeShowsOnlyItsNumbers() {
        var report = report(change("big", "big", "+" + "x".repeat(DiffReport.LONGEST)));

        assertThat(report.text()).isEqualTo("1 file, +1 −0\n• `big` +1 −0\nThe changes are too large to show here.");
        assertThat(report.document()).isNull();
        var counted = new UnifiedDiff(List.of(new FileDiff("a", "a", null, false, List.of(), 9_999, 1)));
        assertThat(DiffReport.ofNumbers(counted, guard).text())
                .isEqualTo("1 file, +9,999 −1\n• `a` +9,999 −1\nThe changes are too large to show here.");
    }

    @Test
    void whatIsClosedDoesNotLeaveNeitherRenamedNorDeletedNorByALink() throws IOException {
        Files.createDirectories(dir.resolve("closed"));
        Files.writeString(dir.resolve("closed/key"), "key");
        Files.createSymbolicLink(dir.resolve("link"), dir.resolve("closed/key"));
        Files.createLink(dir.resolve("hard"), dir.resolve("closed/key"));
        Files.createSymbolicLink(dir.resolve("into"), dir.resolve("closed"));

        var report = report(
                change("open", "open", "+seen"),
                change("closed/key", "closed/key", "+HIDDEN"),
                change("closed/gone", null, "-HIDDEN"),
                change("closed/a", "public", " HIDDEN"),
                change("public", "closed/b", " HIDDEN"),
                change("./x/../closed/key", "./x/../closed/key", "+HIDDEN"),
                change("link", "link", "+HIDDEN"),
                change("hard", "hard", "+HIDDEN"),
                change("into/key", "into/key", "+HIDDEN"),
                change("home/.aws/credentials", "home/.aws/credentials", "+HIDDEN"),
                change(dir + "/closed/key", dir + "/closed/key", "+HIDDEN"),
                change("no\0path", "no\0path", "+HIDDEN"),
                change("unreadable\ufffd", "unreadable\ufffd", "+HIDDEN"));

        assertThat(report.text())
                .startsWith("1 file, +1 −0 12 more files are closed, so I don't show them.\n")
                .contains("+seen")
                .doesNotContain("HIDDEN", "closed/", "public");
        assertThat(report.hidden()).isEqualTo(12);
        assertThat(report(change("closed/key", null, "-HIDDEN")).text())
                .isEqualTo("Only 1 closed file has changed. I don't show it.");
        assertThat(DiffReport.ofNumbers(new UnifiedDiff(List.of(change("closed/key", null, "-HIDDEN"))), guard)
                        .text())
                .isEqualTo("Only 1 closed file has changed. I don't show it.");
    }

    @Test
    void secretsAreStruckOutAlsoThoseOfSeveralLinesAndInNames() {
        guard = guard(Secrets.of(List.of("s3cret-value", "-----BEGIN KEY-----\nline-of-key-1\nline-of-key-2\n")));

        var report = report(change(
                "s3cret-value.txt", "s3cret-value.txt", "+a s3cret-value b", "-line-of-key-1", "+line-of-key-2"));

        assertThat(report.text())
                .contains("+a [redacted] b", "-[redacted]\n", "+[redacted]\n", "a/[redacted].txt")
                .doesNotContain("s3cret", "line-of-key");
    }

    @Test
    void everyCharacterIsSeenAndNoneEndsTheBlock() {
        var report = report(change("a\u202eb\nc\td", null, "-x\u202ey\u200b", "-```", "+\u001b[31m"));

        assertThat(report.text())
                .contains("-x⟨U+202E⟩y⟨U+200B⟩\n")
                .contains("+⟨U+001B⟩[31m\n")
                .contains("a/a⟨U+202E⟩b⟨U+000A⟩c⟨U+0009⟩d ")
                .contains("\n````diff\n")
                .endsWith("\n````");
    }

    @Test
    void windowsEndsOfLinesAreSeenOnlyWhereTheyDiffer() {
        assertThat(report(change("a", "a", " 1\r", "-2\r", "+3\r")).text()).contains("-2\n+3\n");
        assertThat(report(change("a", "a", " 1\r", "-2\r", "+3")).text()).contains("-2⟨U+000D⟩\n+3\n");
    }

    @Test
    void aPathBelowTheRootIsShownWithoutTheRoot() {
        assertThat(report(change(dir + "/sub/a", dir + "/sub/a", "+x"), change("/etc/b", "/etc/b", "+x"))
                        .text())
                .contains("+++ b/sub/a\n", "+++ b//etc/b\n");
    }

    @Test
    void nothingIsToldAsNothing() {
        assertThat(report().text()).isEqualTo("Nothing has changed since the last commit.");
    }
}
