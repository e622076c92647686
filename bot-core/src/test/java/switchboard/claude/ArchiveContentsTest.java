package switchboard.claude;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.files.FileType;

class ArchiveContentsTest {

    private static final int LARGE = 1 << 28;

    private static final int LONG_HEADER = 8 << 20;

    private static final int SHORT_HEADER = 40 << 10;

    /** Memory that listing an archive may take. */
    private static final long MODEST = 4 << 20;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void aZipIsListedByNamesAndSizes() throws IOException {
        zip(zip -> {
            zip.putNextEntry(new ZipEntry("src/"));
            entry(zip, "src/Täg.java", "class A {}");
            entry(zip, "inner.zip", "PK");
        });

        assertThat(list()).hasValue("""
                Contents of the archive, which is not unpacked:
                src/
                src/Täg.java (10 bytes)
                inner.zip (2 bytes)""");
    }

    @Test
    void aTarIsListedPackedOrNot() throws IOException {
        tar(Files.newOutputStream(file()));
        var list = """
                Contents of the archive, which is not unpacked:
                logs/
                logs/a.txt (3 bytes)""";
        assertThat(list()).hasValue(list);

        tar(new GZIPOutputStream(Files.newOutputStream(file())));
        assertThat(list()).hasValue(list);
    }

    @Test
    void aFileThatOnlyBeginsLikeAnArchiveIsClosed() throws IOException {
        var open = Path.of("/proc/self/fd");
        Assumptions.assumeTrue(Files.isDirectory(open));
        Files.write(file(), new byte[] {0x1f, (byte) 0x8b, 8});

        assertThat(ArchiveContents.of(file(), FileType.GZIP)).isEmpty();
        try (var descriptors = Files.newDirectoryStream(open)) {
            for (var each : descriptors) {
                assertThat(each.toFile().getCanonicalPath())
                        .isNotEqualTo(file().toRealPath().toString());
            }
        }
    }

    @Test
    void ofManyEntriesTheFirstAreListedAndTheOthersCounted() throws IOException {
        zip(zip -> {
            for (var number = 0; number < 5_000; number++) {
                entry(zip, number + ".txt", "");
            }
        });

        var list = list().orElseThrow();
        assertThat(list.lines()).hasSize(2 + ArchiveContents.MOST_SHOWN);
        assertThat(list).endsWith("… and 4800 more");
    }

    @Test
    void aBombIsListedWithoutBeingUnpacked() throws IOException {
        zip(zip -> {
            zip.putNextEntry(new ZipEntry("zeros"));
            zeros(zip, LARGE);
        });

        var list = Assertions.assertTimeout(Duration.ofSeconds(5), this::list);
        assertThat(list).hasValueSatisfying(text -> assertThat(text).endsWith("zeros (" + LARGE + " bytes)"));
    }

    @Test
    void ofAPackedTarOnlyTheBeginningIsUnpacked() throws IOException {
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(file())))) {
            var bomb = new TarArchiveEntry("zeros");
            bomb.setSize(LARGE);
            tar.putArchiveEntry(bomb);
            zeros(tar, LARGE);
            tar.closeArchiveEntry();
            tar.putArchiveEntry(new TarArchiveEntry("after/"));
            tar.closeArchiveEntry();
        }

        var list = Assertions.assertTimeout(Duration.ofSeconds(5), this::list);
        assertThat(list)
                .hasValueSatisfying(text -> assertThat(text)
                        .contains("zeros (" + LARGE + " bytes)\n… ")
                        .doesNotContain("after"));
    }

    @Test
    void aHeaderThatWouldFillTheMemoryEndsTheList() throws Exception {
        for (var kind : List.of('x', 'g', 'L', 'K')) {
            try (var packed = new GZIPOutputStream(Files.newOutputStream(file()))) {
                packed.write(header("first", 0, '0'));
                packed.write(header("long", LONG_HEADER, kind));
                manyRecords(packed, LONG_HEADER, 0);
                packed.write(header("last", 0, '0'));
                packed.write(new byte[1024]);
            }

            assertThat(allocatedBy(this::list)).as("header " + kind).isLessThan(MODEST);
            assertThat(list()).hasValueSatisfying(text -> assertThat(text).contains("first (0 bytes)"));
        }
    }

    @Test
    void manyShortHeadersOfOneEntryDoNotFillTheMemoryEither() throws Exception {
        for (var kind : List.of('x', 'L')) {
            try (var packed = new GZIPOutputStream(Files.newOutputStream(file()))) {
                packed.write(header("first", 0, '0'));
                for (var number = 0; number < LONG_HEADER / SHORT_HEADER; number++) {
                    packed.write(header("short", SHORT_HEADER, kind));
                    manyRecords(packed, SHORT_HEADER, number);
                }
                packed.write(header("last", 0, '0'));
                packed.write(new byte[1024]);
            }

            assertThat(allocatedBy(this::list)).as("headers " + kind).isLessThan(MODEST);
            assertThat(list()).hasValueSatisfying(text -> assertThat(text).contains("first (0 bytes)"));
        }
    }

    @Test
    void everyEntryMayHaveALongHeader() throws IOException {
        try (var tar = new TarArchiveOutputStream(Files.newOutputStream(file()))) {
            for (var number = 0; number < 10; number++) {
                var entry = new TarArchiveEntry(number + ".txt");
                entry.addPaxHeader("comment", "c".repeat(SHORT_HEADER));
                tar.putArchiveEntry(entry);
                tar.closeArchiveEntry();
            }
        }

        assertThat(list()).hasValueSatisfying(text -> assertThat(text).endsWith("9.txt (0 bytes)"));
    }

    @Test
    void aMapOfHolesWithoutEndIsNotKept() throws Exception {
        try (var packed = new GZIPOutputStream(Files.newOutputStream(file()))) {
            var sparse = "22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n".getBytes(StandardCharsets.US_ASCII);
            packed.write(header("PaxHeaders/holes", sparse.length, 'x'));
            packed.write(Arrays.copyOf(sparse, 512));
            packed.write(header("holes", LONG_HEADER, '0'));
            packed.write((LONG_HEADER + "\n").getBytes(StandardCharsets.US_ASCII));
            packed.write("0\n".repeat((LONG_HEADER - 20) / 2).getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(allocatedBy(this::list)).isLessThan(MODEST);

        try (var packed = new GZIPOutputStream(Files.newOutputStream(file()))) {
            var more = new byte[512];
            more[504] = 1;
            var old = header("holes", 0, 'S');
            old[482] = 1;
            packed.write(old);
            for (var blocks = 0; blocks < LONG_HEADER / 512; blocks++) {
                packed.write(more);
            }
        }
        assertThat(allocatedBy(this::list)).isLessThan(LONG_HEADER);
    }

    @Test
    void longNamesOfEveryKindAreListed() throws IOException {
        var name = "d/".repeat(80) + "Grüße.txt";
        for (var mode : List.of(TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.LONGFILE_POSIX)) {
            try (var tar = new TarArchiveOutputStream(Files.newOutputStream(file()), "UTF-8")) {
                tar.setLongFileMode(mode);
                tar.setAddPaxHeadersForNonAsciiNames(true);
                for (var each : List.of(name, "short.txt")) {
                    var entry = new TarArchiveEntry(each);
                    entry.setSize(3);
                    tar.putArchiveEntry(entry);
                    tar.write("abc".getBytes(StandardCharsets.UTF_8));
                    tar.closeArchiveEntry();
                }
            }

            assertThat(list().orElseThrow().lines().skip(1))
                    .containsExactly(name + " (3 bytes)", "short.txt (3 bytes)");
        }
    }

    @Test
    void aLargeTableOfContentsIsNotReadEvenBehindASmallOne() throws Exception {
        zip(zip -> {
            for (var number = 0; number < 1_000; number++) {
                var entry = new ZipEntry(number + ".txt");
                entry.setComment("c".repeat(60_000));
                zip.putNextEntry(entry);
            }
            zip.setComment("PK\u0005\u0006" + "\0".repeat(18) + "some more, so that this is no end record");
        });

        assertThat(allocatedBy(this::list)).isLessThan(MODEST);
        assertThat(list()).isEmpty();
    }

    @Test
    void namesAreShortAndOfOneLineEach() throws IOException {
        zip(zip -> {
            entry(zip, "a\nb\u202Etxt.exe", "");
            entry(zip, "a\u0085b\u009bc\u2028d\u2029e", "");
            entry(zip, "n".repeat(10_000), "");
        });

        assertThat(list().orElseThrow().lines().skip(1))
                .containsExactly(
                        "a\uFFFDb\uFFFDtxt.exe (0 bytes)",
                        "a\uFFFDb\uFFFDc\uFFFDd\uFFFDe (0 bytes)",
                        "n".repeat(200) + "… (0 bytes)");
    }

    @Test
    void whatIsNoArchiveOrIsBrokenIsNotListed() throws IOException {
        Files.writeString(file(), "PK\u0003\u0004 and then something else");
        assertThat(list()).isEmpty();

        try (var packed = new GZIPOutputStream(Files.newOutputStream(file()))) {
            packed.write("a log".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(list()).isEmpty();

        Files.writeString(file(), "text");
        assertThat(list()).isEmpty();
    }

    @Test
    void aTarThatBreaksOffIsListedAsFarAsItGoes() throws IOException {
        tar(Files.newOutputStream(file()));
        var whole = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(whole, 2 * 512 + 1));

        assertThat(list())
                .hasValueSatisfying(
                        text -> assertThat(text).endsWith("logs/a.txt (3 bytes)\n… The rest cannot be listed."));
    }

    private static byte[] header(String name, long size, char type) {
        var header = new byte[512];
        put(header, 0, name);
        put(header, 124, "%011o".formatted(size));
        put(header, 156, String.valueOf(type));
        put(header, 257, "ustar\00000");
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    /** As many short records as have room in a header. Headers with other numbers have records with other names. */
    private static void manyRecords(OutputStream out, int size, int number) throws IOException {
        var records = new StringBuilder(size);
        for (var name = 0; records.length() <= size - 12; name++) {
            records.append("12 ")
                    .append("%06x".formatted(number * size / 12 + name))
                    .append("=1\n");
        }
        out.write(Arrays.copyOf(records.toString().getBytes(StandardCharsets.US_ASCII), size));
    }

    /** Bytes of memory that something takes, in all. */
    private static long allocatedBy(Callable<?> work) throws Exception {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        work.call();
        var before = threads.getCurrentThreadAllocatedBytes();
        work.call();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private interface Filling {
        void fill(ZipOutputStream zip) throws IOException;
    }

    private void zip(Filling filling) throws IOException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(file()))) {
            filling.fill(zip);
        }
    }

    private static void entry(ZipOutputStream zip, String name, String content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content.getBytes(StandardCharsets.UTF_8));
    }

    private static void tar(OutputStream out) throws IOException {
        try (var tar = new TarArchiveOutputStream(out)) {
            tar.putArchiveEntry(new TarArchiveEntry("logs/"));
            tar.closeArchiveEntry();
            var file = new TarArchiveEntry("logs/a.txt");
            file.setSize(3);
            tar.putArchiveEntry(file);
            tar.write("abc".getBytes(StandardCharsets.UTF_8));
            tar.closeArchiveEntry();
        }
    }

    private static void zeros(OutputStream out, int bytes) throws IOException {
        var some = new byte[1 << 20];
        for (var left = bytes; left > 0; left -= some.length) {
            out.write(some);
        }
    }

    private Path file() {
        return directory.resolve("archive");
    }

    private Optional<String> list() throws IOException {
        try (var file = AttachedFile.open(file()).orElseThrow()) {
            return ArchiveContents.of(file(), file.type());
        }
    }
}
