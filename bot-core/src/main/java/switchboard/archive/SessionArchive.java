package switchboard.archive;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import switchboard.text.ExplainedException;
import switchboard.text.HumanText;
import switchboard.text.Texts;

/**
 * A session as a zip: what {@code session.json} says of it, its transcript, a word for people, and the checksums of these. The
 * names are fixed, so no path of an archive is ever used. Blocks.
 */
final class SessionArchive {

    /** The most bytes of a transcript. */
    static final long MOST_TRANSCRIPT = 128_000_000;

    /** The most bytes of each of the other entries. */
    private static final int MOST_OTHER = 64 * 1024;

    private static final String FACTS = "session.json";
    private static final String TRANSCRIPT = "transcript.jsonl";
    private static final String README = "README.txt";
    private static final String SUMS = "SHA256SUMS";
    private static final Set<String> SUMMED = Set.of(FACTS, TRANSCRIPT, README);

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    /** Opens the bytes of an archive from their beginning. */
    @FunctionalInterface
    interface Source {
        InputStream open() throws IOException;
    }

    /** Writes a transcript. */
    @FunctionalInterface
    interface Writer {
        void write(OutputStream to) throws IOException, ExplainedException;
    }

    /** Takes a transcript. */
    @FunctionalInterface
    interface Reader {
        void read(InputStream from) throws IOException, ExplainedException;
    }

    private final Source source;
    private final SessionFacts facts;
    private final String transcript;

    private SessionArchive(Source source, SessionFacts facts, String transcript) {
        this.source = source;
        this.facts = facts;
        this.transcript = transcript;
    }

    /** Writes an archive. The stream stays open. */
    static void write(SessionFacts facts, Writer transcript, OutputStream to) throws IOException, ExplainedException {
        var sums = new TreeMap<String, String>();
        var zip = new ZipOutputStream(to, StandardCharsets.UTF_8);
        add(zip, README, sums, out -> out.write(utf8(Texts.of("export.readme") + "\n")));
        add(zip, FACTS, sums, out -> out.write(MAPPER.writeValueAsBytes(facts)));
        add(zip, TRANSCRIPT, sums, transcript);
        var lines = sums.entrySet().stream()
                .map(sum -> sum.getValue() + "  " + sum.getKey() + "\n")
                .collect(Collectors.joining());
        add(zip, SUMS, new TreeMap<>(), out -> out.write(utf8(lines)));
        zip.finish();
    }

    private static void add(ZipOutputStream zip, String name, Map<String, String> sums, Writer content)
            throws IOException, ExplainedException {
        zip.putNextEntry(new ZipEntry(name));
        var summing = new Checksum.Writing(zip, MOST_TRANSCRIPT);
        content.write(summing);
        sums.put(name, summing.hex());
        zip.closeEntry();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Checks an archive that may be from anybody: its form, its size and its checksums.
     *
     * @param name of the file, as Markdown
     * @throws ExplainedException if it is not whole, or not an archive of a session
     */
    static SessionArchive read(Source source, String name) throws IOException, ExplainedException {
        var small = new TreeMap<String, byte[]>();
        var sums = unpack(source, name, small);
        var said = small.get(SUMS);
        var facts = small.get(FACTS);
        var transcript = sums.get(TRANSCRIPT);
        if (said == null || facts == null || transcript == null || !sums.containsKey(README)) {
            throw new ExplainedException(Texts.of("import.foreign", name));
        }
        if (!areAsSaid(sums, said)) {
            throw new ExplainedException(Texts.of("import.damaged", name));
        }
        return new SessionArchive(source, facts(facts, name), transcript);
    }

    /**
     * Reads all to its end. Returns the checksums.
     *
     * @param small gets the small files
     */
    private static Map<String, String> unpack(Source source, String name, Map<String, byte[]> small)
            throws IOException, ExplainedException {
        var sums = new TreeMap<String, String>();
        try (var zip = new ZipInputStream(source.open(), StandardCharsets.UTF_8)) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                var isKnown =
                        SUMMED.contains(entry.getName()) || entry.getName().equals(SUMS);
                if (!isKnown || sums.containsKey(entry.getName())) {
                    throw new ExplainedException(Texts.of("import.foreign", name));
                }
                sums.put(entry.getName(), read(zip, entry.getName(), small));
            }
        } catch (ZipException | EOFException | IllegalArgumentException broken) {
            throw new ExplainedException(Texts.of("import.foreign", name), broken);
        } catch (Checksum.TooLargeException tooLarge) {
            throw new ExplainedException(Texts.of("import.tooLarge", name, HumanText.bytes(MOST_TRANSCRIPT)), tooLarge);
        }
        return sums;
    }

    /** Reads an entry to its end and keeps it if it is a small one. Returns its checksum. */
    private static String read(InputStream entry, String name, Map<String, byte[]> small) throws IOException {
        var isTranscript = name.equals(TRANSCRIPT);
        var content = new Checksum.Reading(entry, isTranscript ? MOST_TRANSCRIPT : MOST_OTHER);
        if (isTranscript) {
            content.transferTo(OutputStream.nullOutputStream());
        } else {
            small.put(name, content.readAllBytes());
        }
        return content.hex();
    }

    /** Whether each file has the checksum that is said of it, and nothing is said of others. */
    private static boolean areAsSaid(Map<String, String> sums, byte[] said) {
        var lines = new String(said, StandardCharsets.UTF_8).lines().collect(Collectors.toSet());
        return lines.equals(
                SUMMED.stream().map(name -> sums.get(name) + "  " + name).collect(Collectors.toSet()));
    }

    private static SessionFacts facts(byte[] json, String name) throws ExplainedException {
        try {
            var facts = MAPPER.readValue(new ByteArrayInputStream(json), SessionFacts.class);
            if (facts == null || facts.format() < 1) {
                throw new ExplainedException(Texts.of("import.foreign", name));
            }
            if (facts.format() > SessionFacts.FORMAT) {
                throw new ExplainedException(Texts.of("import.newer", name));
            }
            return facts;
        } catch (IOException broken) {
            throw new ExplainedException(Texts.of("import.foreign", name), broken);
        }
    }

    SessionFacts facts() {
        return facts;
    }

    /**
     * Reads the transcript, which fails at its end if it is not what was checked.
     *
     * @throws IOException of the reader, too
     */
    void transcript(Reader reader) throws IOException, ExplainedException {
        try (var zip = new ZipInputStream(source.open(), StandardCharsets.UTF_8)) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(TRANSCRIPT)) {
                    reader.read(new Checksum.Reading(zip, MOST_TRANSCRIPT).expecting(transcript));
                    return;
                }
            }
        }
        throw new IOException("the archive has changed while it was read");
    }
}
